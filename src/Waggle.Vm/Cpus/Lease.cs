using System.Runtime.CompilerServices;

namespace Waggle.Vm.Cpus;

/// <summary>What a thread has to do with the CPUs of one set. Only the thread writes it, but for <see cref="IsRevoked"/>.</summary>
internal sealed class Lease(VirtualCpus owner)
{
    /// <summary>The set.</summary>
    public readonly VirtualCpus Owner = owner;

    /// <summary>The thread's lease of another set, used less lately.</summary>
    public Lease? Next;

    /// <summary>The CPU that the thread runs on, or ran on last.</summary>
    public VirtualCpu? Cpu;

    /// <summary>Runs under way, one inside the other.</summary>
    public int Depth;

    /// <summary>Runs in a row on <see cref="Cpu"/> that no other thread came between.</summary>
    public int Streak;

    /// <summary>Whether <see cref="Cpu"/> is the thread's own, as far as it knows.</summary>
    public bool IsOwner;

    /// <summary>Whether the CPU has been taken from it meanwhile.</summary>
    public bool IsRevoked;

    /// <summary>Of an owner: the epoch that its run under way began in, 0 if there is none.</summary>
    public ulong Epoch;

    private readonly Padding _apart;

    // Leases of two threads are not on one cache line.
    [InlineArray(16)]
    private struct Padding
    {
        private ulong _word;
    }
}
