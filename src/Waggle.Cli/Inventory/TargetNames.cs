using Waggle.Bpf.Errors;
using Waggle.Bpf.Types;
using Waggle.Linux.Inspection;

namespace Waggle.Cli.Inventory;

/// <summary>Names of hooks that the kernel tells by BTF: functions, and tracepoints, whose types are called btf_trace_NAME.</summary>
internal static class TargetNames
{
    private const string Tracepoint = "btf_trace_";

    /// <summary>The name; null if the types can't be read.</summary>
    public static string? Find(uint objectId, uint typeId)
    {
        if (objectId == 0 || typeId == 0) return null;
        try
        {
            Btf? types = KernelInventory.ReadBtf(objectId);
            if (types is null || typeId >= (uint)types.Count) return null;
            string name = types[(int)typeId].Name;
            return name.Length == 0 ? null : name.StartsWith(Tracepoint, StringComparison.Ordinal) ? name[Tracepoint.Length..] : name;
        }
        catch (Exception error) when (error is BpfException or BtfFormatException)
        {
            return null;
        }
    }
}
