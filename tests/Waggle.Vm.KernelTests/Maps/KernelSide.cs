using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Interop;
using Waggle.Linux.Maps;

namespace Waggle.Vm.KernelTests.Maps;

/// <summary>A map of the kernel, whose every answer is a number.</summary>
internal sealed unsafe class KernelSide(KernelMap map) : IDisposable
{
    public KernelMap Map => map;

    /// <summary>What BPF_MAP_CREATE answers.</summary>
    public static int Check(MapSpec spec)
    {
        try
        {
            using var map = KernelMap.Create(spec);
            return 0;
        }
        catch (BpfException error)
        {
            return (int)error.Errno;
        }
    }

    public int Lookup(void* key, void* value, ulong flags) => Invoke(BpfCommand.BPF_MAP_LOOKUP_ELEM, key, value, flags);

    public int Update(void* key, void* value, ulong flags) => Invoke(BpfCommand.BPF_MAP_UPDATE_ELEM, key, value, flags);

    public int Delete(void* key) => Invoke(BpfCommand.BPF_MAP_DELETE_ELEM, key, null, 0);

    public int LookupAndDelete(void* key, void* value) => Invoke(BpfCommand.BPF_MAP_LOOKUP_AND_DELETE_ELEM, key, value, 0);

    public int NextKey(void* key, void* next) => Invoke(BpfCommand.BPF_MAP_GET_NEXT_KEY, key, next, 0);

    public int Freeze() => Invoke(BpfCommand.BPF_MAP_FREEZE, null, null, 0);

    public void Dispose() => map.Dispose();

    private int Invoke(BpfCommand command, void* key, void* value, ulong flags)
    {
        using SafeDescriptor.Lease lease = map.Descriptor.Use();
        var attr = new MapElementAttr { map_fd = lease.Number, key = (ulong)key, value = (ulong)value, flags = flags };
        return BpfCall.Invoke(command, ref attr) < 0 ? (int)Libc.LastError : 0;
    }
}
