using Waggle.Bpf.Types;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Inspection;

/// <summary>Names of programs that the kernel has cut to 15 characters, from their BTF; keeps the BTF that it has read.</summary>
internal sealed class FullNames
{
    private readonly Dictionary<uint, Btf?> _types = [];

    /// <summary>The name of a function type in a BTF object; null if it can't be read.</summary>
    public string? Find(uint btfId, uint typeId)
    {
        if (!_types.TryGetValue(btfId, out Btf? types)) _types.Add(btfId, types = TryRead(btfId));
        try
        {
            return types is not null && typeId < (uint)types.Count && types[(int)typeId] is BtfFunction function ? function.Name : null;
        }
        catch (BtfFormatException)
        {
            return null;
        }
    }

    private static Btf? TryRead(uint id)
    {
        using SafeDescriptor? descriptor = ObjectTable.Btf.TryOpen(id);
        try
        {
            return descriptor is null ? null : BtfInfoReading.ReadTypes(descriptor);
        }
        catch (BtfFormatException) // of a newer kernel: the short name does
        {
            return null;
        }
    }
}
