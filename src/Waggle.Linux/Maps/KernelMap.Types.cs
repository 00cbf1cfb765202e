using Waggle.Bpf.Types;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Maps;

/// <summary>Types of keys and values.</summary>
public sealed unsafe partial class KernelMap
{
    private MapTypes? _types;
    private bool _areTypesRead;

    /// <summary>What BTF says of keys and values: that of the object which the map was loaded from, or that which the kernel keeps.</summary>
    /// <returns>Null if there is none, or the process may not read it (CAP_SYS_ADMIN).</returns>
    public MapTypes? FindTypes()
    {
        lock (_memoryLock)
        {
            if (!_areTypesRead) (_types, _areTypesRead) = (ReadTypes(), true);
            return _types;
        }
    }

    /// <summary>Gives the types of the object that the map comes from, whose ids are in <see cref="Spec"/>.</summary>
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
