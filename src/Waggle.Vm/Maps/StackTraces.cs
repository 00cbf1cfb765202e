using System.Numerics;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;
using Waggle.Vm.Memory;

namespace Waggle.Vm.Maps;

/// <summary>Stack traces by number. The host gives the frames, as only it knows what the stack of a run is.</summary>
/// <remarks>kernel/bpf/stackmap.c. The number is the trace's place, from its hash: the same as the kernel's for the same addresses. One lock.</remarks>
internal sealed unsafe class StackTraces : VmMap
{
    private const uint AllowedFlags = CreationFlags.NumaNode | CreationFlags.ReadOnly | CreationFlags.WriteOnly | CreationFlags.StackBuildId;
    private const ulong SkipMask = 0xFF;       // BPF_F_SKIP_FIELD_MASK
    private const ulong UserStack = 1 << 8;    // BPF_F_USER_STACK
    private const ulong CompareHash = 1 << 9;  // BPF_F_FAST_STACK_CMP
    private const ulong ReuseId = 1 << 10;     // BPF_F_REUSE_STACKID
    private const uint MostFrames = 127;       // sysctl_perf_event_max_stack
    private const int BuildIdSize = 32;        // struct bpf_stack_build_id
    private const int StatusAddress = 2;       // BPF_STACK_BUILD_ID_IP: no build id, the address is all
    private const Errno NoTrace = (Errno)14;   // EFAULT

    private readonly NativeBlock _memory;
    private readonly (uint Hash, uint Depth)[] _places;
    private readonly Dictionary<uint, uint> _slots = []; // place -> which part of the memory
    private readonly Stack<uint> _free = new();
    private readonly Lock _lock = new();
    private readonly bool _hasBuildIds;
    private uint _used;

    public StackTraces(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : base(spec, cpus, layout)
    {
        _hasBuildIds = (Flags & CreationFlags.StackBuildId) != 0;
        _places = new (uint, uint)[BitOperations.RoundUpToPowerOf2(MaxEntries)];
        _memory = new NativeBlock((nuint)MaxEntries * (nuint)ValueSizeInBytes);
    }

    /// <summary>What stack_map_alloc looks at.</summary>
    public static Errno CheckStackTraces(MapSpec spec)
    {
        if ((spec.Flags & ~AllowedFlags) != 0) return Errno.Invalid;
        if (spec.MaxEntries == 0 || spec.KeySizeInBytes != 4 || spec.ValueSizeInBytes < 8 || spec.ValueSizeInBytes % 8 != 0) return Errno.Invalid;
        int frameSize = (spec.Flags & CreationFlags.StackBuildId) != 0 ? BuildIdSize : sizeof(ulong);
        if (spec.ValueSizeInBytes % frameSize != 0 || spec.ValueSizeInBytes / frameSize > MostFrames) return Errno.Invalid;
        return spec.MaxEntries > 1 << 28 ? Errno.TooBig : Errno.None;
    }

    /// <summary><c>bpf_get_stackid</c>.</summary>
    /// <param name="frames">The addresses of the stack, innermost first.</param>
    /// <param name="flags">Frames to leave out, and what to do with a place that is taken.</param>
    /// <returns>The number, or -errno: EFAULT if no frame is left, EEXIST if another trace has the place, ENOMEM if the map is full.</returns>
    public long GetId(ReadOnlySpan<ulong> frames, ulong flags)
    {
        if ((flags & ~(SkipMask | UserStack | CompareHash | ReuseId)) != 0) return -(long)Errno.Invalid;
        uint skip = (uint)(flags & SkipMask);
        if (frames.Length <= skip) return -(long)NoTrace;
        uint mostDepth = Math.Min((uint)(ValueSizeInBytes / FrameSize) + skip, MostFrames) - Math.Min(skip, MostFrames);
        ReadOnlySpan<ulong> trace = frames[(int)skip..];
        if (trace.Length > mostDepth) trace = trace[..(int)mostDepth];
        fixed (ulong* addresses = trace)
        {
            uint hash = JenkinsHash.Compute((byte*)addresses, trace.Length * sizeof(ulong), 0);
            lock (_lock) return Place(trace, hash, flags);
        }
    }

    public override long UpdateElement(byte* key, byte* value, ulong flags, int cpu) => -(long)Errno.Invalid;

    public override long DeleteElement(byte* key) => -(long)RemoveElement(key);

    protected override Errno ReadElement(byte* key, byte* value, ulong flags)
    {
        lock (_lock)
        {
            if (!_slots.TryGetValue(*(uint*)key, out uint slot)) return Errno.NoEntry;
            int length = (int)_places[*(uint*)key].Depth * FrameSize;
            Unsafe.CopyBlockUnaligned(value, MemoryOf(slot), (uint)length);
            new Span<byte>(value + length, ValueSizeInBytes - length).Clear();
            return Errno.None;
        }
    }

    protected override Errno WriteElement(byte* key, byte* value, ulong flags) => Errno.Invalid;

    protected override Errno RemoveElement(byte* key)
    {
        if (*(uint*)key >= (uint)_places.Length) return Errno.TooBig;
        lock (_lock)
        {
            if (!_slots.Remove(*(uint*)key, out uint slot)) return Errno.NoEntry;
            _free.Push(slot);
            return Errno.None;
        }
    }

    protected override Errno TakeElement(byte* key, byte* value)
    {
        lock (_lock)
        {
            Errno error = ReadElement(key, value, 0);
            return error == Errno.None ? RemoveElement(key) : error;
        }
    }

    protected override Errno FindNextKey(byte* key, byte* next)
    {
        lock (_lock)
        {
            uint id = key != null && _slots.ContainsKey(*(uint*)key) ? *(uint*)key + 1 : 0;
            while (id < (uint)_places.Length && !_slots.ContainsKey(id)) id++;
            if (id >= (uint)_places.Length) return Errno.NoEntry;
            *(uint*)next = id;
            return Errno.None;
        }
    }

    private int FrameSize => _hasBuildIds ? BuildIdSize : sizeof(ulong);

    private long Place(ReadOnlySpan<ulong> trace, uint hash, ulong flags)
    {
        uint id = hash & (uint)(_places.Length - 1);
        bool isTaken = _slots.TryGetValue(id, out uint slot);
        bool isSameHash = isTaken && _places[id].Hash == hash;
        if (isSameHash && ((flags & CompareHash) != 0 || _places[id].Depth == trace.Length && IsSame(slot, trace))) return id;
        if (isTaken && (flags & ReuseId) == 0) return -(long)Errno.Exists;
        // A new trace is written before the old one makes room.
        uint fresh;
        if (_free.Count > 0) fresh = _free.Pop();
        else if (_used < MaxEntries) fresh = _used++;
        else return -(long)Errno.NoMemory;
        for (int i = 0; i < trace.Length; i++) WriteFrame(MemoryOf(fresh) + i * FrameSize, trace[i]);
        if (isTaken) _free.Push(slot);
        _slots[id] = fresh;
        _places[id] = (hash, (uint)trace.Length);
        return id;
    }

    private bool IsSame(uint slot, ReadOnlySpan<ulong> trace)
    {
        for (int i = 0; i < trace.Length; i++)
            if (*(ulong*)(MemoryOf(slot) + i * FrameSize + FrameSize - sizeof(ulong)) != trace[i]) return false;
        return true;
    }

    private void WriteFrame(byte* place, ulong address)
    {
        if (_hasBuildIds)
        {
            new Span<byte>(place, BuildIdSize).Clear();
            *(int*)place = StatusAddress;
        }
        *(ulong*)(place + FrameSize - sizeof(ulong)) = address;
    }

    private byte* MemoryOf(uint slot) => _memory.Address + (nuint)slot * (nuint)ValueSizeInBytes;
}
