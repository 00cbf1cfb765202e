using Waggle.Vm.Execution;

namespace Waggle.Fuzz.Verifier;

/// <summary>A world in which each run finds the same times and the same random numbers.</summary>
internal sealed class RepeatingHost : VmHost
{
    private const ulong Start = 1_000_000_000_000, Step = 977;

    private ulong _asked;

    public override ulong MonotonicNanoseconds => Start + Step * ++_asked;

    public override ulong AtomicTimeNanoseconds => MonotonicNanoseconds;

    public override uint NextRandom() => (uint)(++_asked * 0x9e37_79b1);

    /// <summary>Begins a run.</summary>
    public void Begin() => _asked = 0;
}
