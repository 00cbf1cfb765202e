using Waggle.Bpf.Maps;
using Waggle.Bpf.Types;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Maps;

/// <summary>Types of keys and values.</summary>
public sealed unsafe partial class KernelMap
{
    private readonly Lock _typesLock = new();
    private MapTypes? _types;
    private bool _areTypesRead;

    /// <inheritdoc/>
    /// <remarks>Those of the object which the map was loaded from, or those that the kernel keeps and the process may read (CAP_SYS_ADMIN).</remarks>
    public override MapTypes? FindTypes()
    {
        lock (_typesLock)
        {
            if (!_areTypesRead) (_types, _areTypesRead) = (ReadTypes(), true);
            return _types;
        }
    }

    /// <summary>Gives the types of the object that the map comes from, whose ids are in <see cref="LiveMap.Spec"/>.</summary>
    internal KernelMap WithTypes(Btf? types)
    {
        if (types is not null && (Spec.KeyTypeId != 0 || Spec.ValueTypeId != 0))
            (_types, _areTypesRead) = (new MapTypes(types, Spec.KeyTypeId, Spec.ValueTypeId), true);
        return this;
    }

    private MapTypes? ReadTypes()
    {
        MapInfo info = ReadInfo(Descriptor, this);
        if (info.btf_id == 0 || KernelObject.TryReadBtf(info.btf_id) is not { } bytes) return null;
        try
        {
            return new MapTypes(Btf.Read(bytes), (int)info.btf_key_type_id, (int)info.btf_value_type_id);
        }
        catch (BtfFormatException) // of a newer kernel than this library knows
        {
            return null;
        }
    }
}
