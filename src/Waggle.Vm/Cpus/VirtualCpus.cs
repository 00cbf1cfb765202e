using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waggle.Vm.Cpus;

/// <summary>The CPUs that programs of one engine run on, and the grace periods of what those programs may point to.</summary>
/// <remarks>
/// Thread-safe, but for <see cref="Dispose"/>: no run may be under way.
/// <para>
/// A run takes a free CPU by one compare-and-swap that writes the current epoch into the CPU's slot, and gives it back by writing 0. A thread that had
/// a CPU for many runs in a row becomes its owner: its runs begin and end by plain stores into its <see cref="Lease"/>, until another thread
/// finds no CPU free and takes this one. To take something away from programs, a thread unlinks it, calls
/// <see cref="Retire"/>, and frees it once <see cref="HasPassed"/>.
/// </para>
/// <para>
/// Why that is right under weak ordering, first without owners. Let a thread unlink X (a store), fence, and read epoch E in Retire: the stamp is
/// E + 1. A run reads epoch e, swaps it into its slot (a full fence in .NET's memory model) and may then load the link to X.
/// (1) e &gt; E: the epoch was raised to E + 1 by an interlocked operation after the retiring thread read E, so that thread's fence comes
/// before the raise, and the raise before the run's load of e, which is an acquire: the run's loads see the unlink and cannot find X.
/// (2) e &lt;= E and the thread that checks (after its own fence, later than the unlink) finds the slot without e: either the swap has
/// not come yet, and the run's loads, behind the swap's fence, see the unlink; or the run has ended: its slot was written with release after its last
/// load, and read here with acquire, so nothing of it is left when X is freed. A later run in the same slot keeps that chain, as its swap reads
/// what the earlier run released.
/// (3) e &lt;= E and the slot holds e: not passed.
/// </para>
/// <para>
/// An owner stores e with no fence behind it. Its place takes a barrier of the whole process, by the thread that checks, after the epoch was raised to
/// the stamp or beyond, so after the unlink. It falls somewhere between two instructions of the owner. If the store of e comes before, it is seen by
/// the check that follows, which is (3), or (2) with the run at its end. If it comes after, so do the run's loads, and they see the unlink.
/// One barrier does for all stamps up to the epoch that it came after (<see cref="_fenced"/>): their unlinks came before it too.
/// A CPU that gets an owner, or another one, after the check has looked at its slot was taken by a swap after that: (2).
/// </para>
/// <para>
/// An owner stores e, then looks whether its CPU is revoked. Who revokes says so, has the barrier, and then looks for e. Of these two stores one at least
/// is seen by the other thread, by the same reasoning: the owner gives way, or the other thread leaves the CPU until e is gone. After
/// the barrier no run of this owner begins, so that <see cref="CpuSlot.Revoked"/> with no epoch is free, also if the owner has ended. Both the
/// revoking and the taking of what is revoked are done under a lock, and an owner that finds itself revoked goes through it before it may own again.
/// What is left to .NET is that it emits the store and the load, both volatile, in the program's order, which it does.
/// </para>
/// </remarks>
internal sealed unsafe partial class VirtualCpus : IDisposable
{
    // So many that to revoke it, some microseconds, does not count beside them.
    private const int UsualStreak = 1000;

    [ThreadStatic] private static Lease? s_leases; // the one used last comes first

    private readonly Lock _lock = new();
    private readonly VirtualCpu[] _cpus;
    private readonly CpuSlot* _slots;
    private readonly int _streak;

    /// <summary>Creates the CPUs, all free.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="streak">Runs in a row after which a thread owns its CPU.</param>
    public VirtualCpus(int count, int streak = UsualStreak)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        nuint bytes = (nuint)(count + 1) * (nuint)sizeof(CpuSlot); // one more: the epoch has a line of its own
        _slots = (CpuSlot*)NativeMemory.AlignedAlloc(bytes, (nuint)sizeof(CpuSlot));
        NativeMemory.Clear(_slots, bytes);
        _epoch = &_slots[count].State;
        *_epoch = 1;
        _streak = streak;
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
    public VirtualCpu? Current
    {
        get
        {
            for (Lease? lease = s_leases; lease is not null; lease = lease.Next)
                if (lease.Owner == this) return lease.Depth > 0 ? lease.Cpu : null;
            return null;
        }
    }

    /// <summary>Leases a CPU for the calling thread: the one it holds already, the one it had last, the one that the processor's number
    /// suggests, any; if all are taken it waits until one is given back.</summary>
    /// <remarks>Allocates nothing but at a thread's first call. Each call wants one of <see cref="Exit"/> on the same thread.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public VirtualCpu Enter() => s_leases is { } lease && lease.Owner == this && TryAgain(lease) ? lease.Cpu! : Search();

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit(VirtualCpu cpu)
    {
        Lease lease = cpu.Lease!;
        if (--lease.Depth > 0) return;
        if (lease.IsOwner) Volatile.Write(ref lease.Epoch, 0);
        else Volatile.Write(ref cpu.Slot->State, 0);
    }

    /// <summary>Frees everything retired. No run may be under way.</summary>
    [SuppressMessage("Usage", "CA1816", Justification = "The finalizer frees the slots.")]
    public void Dispose()
    {
        if (IsDisposed) return;
        ReleaseAll();
        IsDisposed = true;
    }

    // On the CPU that the thread holds, or owns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAgain(Lease lease)
    {
        if (lease.Depth > 0)
        {
            lease.Depth++;
            return true;
        }

        if (!lease.IsOwner) return lease.Cpu is { } last && TryTake(last, lease);
        Volatile.Write(ref lease.Epoch, Volatile.Read(ref *_epoch));
        if (Volatile.Read(ref lease.IsRevoked)) return GiveWay(lease);
        lease.Depth = 1;
        return true;
    }

    private bool TryTake(VirtualCpu cpu, Lease lease)
    {
        CpuSlot* slot = cpu.Slot;
        if (slot->State != 0 || Interlocked.CompareExchange(ref slot->State, Volatile.Read(ref *_epoch), 0) != 0) return false;
        Hold(cpu, lease);
        if (lease.Streak >= _streak) Own(cpu, lease);
        return true;
    }

    private static void Hold(VirtualCpu cpu, Lease lease)
    {
        lease.Streak = cpu.Lease == lease && lease.Cpu == cpu ? lease.Streak + 1 : 0;
        (lease.Cpu, lease.Depth) = (cpu, 1);
        if (cpu.Lease != lease) Volatile.Write(ref cpu.Lease, lease);
    }

    // The epoch is in the lease before the slot says to look there.
    private static void Own(VirtualCpu cpu, Lease lease)
    {
        (lease.IsOwner, lease.IsRevoked, lease.Streak) = (true, false, 0);
        lease.Epoch = cpu.Slot->State;
        Volatile.Write(ref cpu.Slot->State, CpuSlot.Owned);
    }

    // Gives the CPU back, unless the thread that wanted it has taken it. Behind the lock nobody revokes this lease any more.
    private bool GiveWay(Lease lease)
    {
        Volatile.Write(ref lease.Epoch, 0);
        lease.IsOwner = false;
        VirtualCpu cpu = lease.Cpu!;
        lock (_lock)
        {
            if (cpu.Slot->State == CpuSlot.Revoked && cpu.Lease == lease) Volatile.Write(ref cpu.Slot->State, 0);
        }

        return false;
    }

    // Takes a CPU from its owner: now if it is idle, else at a later call, as no run of the owner begins after this.
    private bool TryTakeOver(VirtualCpu cpu, Lease lease)
    {
        ref ulong state = ref cpu.Slot->State;
        if (Volatile.Read(ref state) < CpuSlot.Revoked) return false;
        lock (_lock)
        {
            Lease owner = cpu.Lease!;
            if (state == CpuSlot.Owned)
            {
                Volatile.Write(ref owner.IsRevoked, true);
                Interlocked.MemoryBarrierProcessWide();
                Volatile.Write(ref state, CpuSlot.Revoked);
            }

            if (state != CpuSlot.Revoked || Volatile.Read(ref owner.Epoch) != 0) return false;
            Interlocked.Exchange(ref state, Volatile.Read(ref *_epoch));
            Hold(cpu, lease);
            return true;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private VirtualCpu Search()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Lease lease = BringForward();
        if (TryAgain(lease)) return lease.Cpu!;
        var wait = new SpinWait();
        while (true)
        {
            int first = Thread.GetCurrentProcessorId();
            for (int i = 0; i < _cpus.Length; i++)
                if (TryTake(_cpus[(int)((uint)(first + i) % (uint)_cpus.Length)], lease)) return lease.Cpu!;
            for (int i = 0; i < _cpus.Length; i++)
                if (TryTakeOver(_cpus[(int)((uint)(first + i) % (uint)_cpus.Length)], lease)) return lease.Cpu!;
            wait.SpinOnce();
        }
    }

    // Puts the thread's lease of this set first, and forgets those of sets that are no more.
    private Lease BringForward()
    {
        Lease? found = null, kept = null;
        for (Lease? lease = s_leases, next; lease is not null; lease = next)
        {
            next = lease.Next;
            if (lease.Owner == this)
            {
                found = lease;
            }
            else if (!lease.Owner.IsDisposed)
            {
                lease.Next = kept;
                kept = lease;
            }
        }

        found ??= new Lease(this);
        found.Next = kept;
        return s_leases = found;
    }
}
