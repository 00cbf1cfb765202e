using Waggle.Bpf.Maps;

namespace Waggle.Vm.Maps;

/// <summary>Memory of a map in the host's hands. It keeps the map, and so the memory, alive.</summary>
internal sealed unsafe class VmMapMemory : MapMemory
{
    private readonly VmMap _map;
    private readonly bool _isWritable;

    public VmMapMemory(VmMap map, byte* address, nuint length, bool isWritable) : base(length)
    {
        (_map, _isWritable) = (map, isWritable);
        SetHandle((nint)address);
    }

    protected override bool ReleaseHandle()
    {
        _map.CloseMemory(_isWritable);
        return true;
    }
}
