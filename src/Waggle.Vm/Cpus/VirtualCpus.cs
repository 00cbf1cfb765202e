using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waggle.Vm.Cpus;

/// <summary>The CPUs that programs of one engine run on, and the grace periods of what those programs may point to.</summary>
/// <remarks>
/// Thread-safe, but for <see cref="Dispose"/>: no run may be under way.
/// <para>
/// A run leases a CPU by one compare-and-swap that writes the current epoch into the CPU's slot, and gives it back by writing 0.
/// To take something away from programs, a thread unlinks it, calls <see cref="Retire"/>, and frees it once <see cref="HasPassed"/>.
/// </para>
/// <para>
/// Why that is right under weak ordering. Let a thread unlink X (a store), fence, and read epoch E in Retire: the stamp is E + 1. A run
/// reads epoch e, swaps it into its slot (a full fence in .NET's memory model) and may then load the link to X.
/// (1) e &gt; E: the epoch was raised to E + 1 by an interlocked operation after the retiring thread read E, so that thread's fence comes
/// before the raise, and the raise before the run's swap: the run's loads see the unlink and cannot find X.
/// (2) e &lt;= E and the thread that checks (after its own fence, later than the unlink) finds the slot without e: either the swap has
/// not come yet, and the run's loads, behind the swap's fence, see the unlink; or the run has ended: its slot was written with release after its last
/// load, and read here with acquire, so nothing of it is left when X is freed. A later run in the same slot keeps that chain, as its swap reads
/// what the earlier run released.
/// (3) e &lt;= E and the slot holds e: not passed.
/// </para>
/// </remarks>
internal sealed unsafe partial class VirtualCpus : IDisposable
{
    [ThreadStatic] private static ThreadLeases? s_leases;

    private readonly VirtualCpu[] _cpus;
    private readonly CpuSlot* _slots;

    /// <summary>Creates the CPUs, all free.</summary>
    /// <param name="count">How many, at least 1.</param>
    public VirtualCpus(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        nuint bytes = (nuint)(count + 1) * (nuint)sizeof(CpuSlot); // one more: the epoch has a line of its own
        _slots = (CpuSlot*)NativeMemory.AlignedAlloc(bytes, (nuint)sizeof(CpuSlot));
        NativeMemory.Clear(_slots, bytes);
        _epoch = &_slots[count].Epoch;
        *_epoch = 1;
        _cpus = new VirtualCpu[count];
        for (int i = 0; i < count; i++) _cpus[i] = new VirtualCpu(this, i, _slots + i);
    }

    /// <summary>Frees the slots. Not at disposal: a thread that is about to call a hook when that is disposed may yet look at them.</summary>
    ~VirtualCpus() => NativeMemory.AlignedFree(_slots);

    /// <summary>How many CPUs there are.</summary>
    public int Count => _cpus.Length;

    public bool IsDisposed { get; private set; }

    /// <summary>A CPU by its number.</summary>
    public VirtualCpu this[int number] => _cpus[number];

    /// <summary>The CPU that the calling thread runs a program on, or null.</summary>
    public VirtualCpu? Current =>
        s_leases is { } leases && leases.Find(this) is { } cpu && IsHeldBy(cpu.Slot->Holder, leases.Tag) ? cpu : null;

    /// <summary>Leases a CPU for the calling thread: the one it holds already, the one it had last, the one that the processor's number
    /// suggests, any; if all are taken it waits until one is given back.</summary>
    /// <remarks>Allocates nothing but at a thread's first call. Each call wants one of <see cref="Exit"/> on the same thread.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public VirtualCpu Enter()
    {
        if (s_leases is { } leases && leases.Last is { } cpu && cpu.Owner == this)
        {
            CpuSlot* slot = cpu.Slot;
            ulong holder = slot->Holder;
            if (IsHeldBy(holder, leases.Tag))
            {
                slot->Holder = holder + 1;
                return cpu;
            }
            if (TryTake(slot, leases.Tag)) return cpu;
        }
        return Search();
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit(VirtualCpu cpu)
    {
        CpuSlot* slot = cpu.Slot;
        ulong holder = slot->Holder - 1;
        slot->Holder = holder;
        if ((uint)holder == 0) Volatile.Write(ref slot->Epoch, 0);
    }

    /// <summary>Frees everything retired. No run may be under way.</summary>
    [SuppressMessage("Usage", "CA1816", Justification = "The finalizer frees the slots.")]
    public void Dispose()
    {
        if (IsDisposed) return;
        ReleaseAll();
        IsDisposed = true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsHeldBy(ulong holder, ulong tag) => holder > tag && (holder ^ tag) <= uint.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTake(CpuSlot* slot, ulong tag)
    {
        if (slot->Epoch != 0 || Interlocked.CompareExchange(ref slot->Epoch, Volatile.Read(ref *_epoch), 0) != 0) return false;
        slot->Holder = tag + 1;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private VirtualCpu Search()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ThreadLeases leases = s_leases ??= new ThreadLeases();
        if (leases.Find(this) is { } known && IsHeldBy(known.Slot->Holder, leases.Tag))
        {
            // Of several sets that this thread runs in, this is not the one it entered last.
            known.Slot->Holder++;
            return known;
        }
        var wait = new SpinWait();
        while (true)
        {
            int first = Thread.GetCurrentProcessorId();
            for (int i = 0; i < _cpus.Length; i++)
            {
                VirtualCpu cpu = _cpus[(int)((uint)(first + i) % (uint)_cpus.Length)];
                if (!TryTake(cpu.Slot, leases.Tag)) continue;
                leases.Remember(cpu);
                return cpu;
            }
            wait.SpinOnce();
        }
    }
}
