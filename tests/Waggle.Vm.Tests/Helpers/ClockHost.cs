using Waggle.Vm.Execution;

namespace Waggle.Vm.Tests.Helpers;

/// <summary>A host whose clock a test moves.</summary>
internal sealed class ClockHost : VmHost
{
    private long _now = 1_000_000;

    internal List<VmFault> Faults { get; } = [];

    internal long Now
    {
        get => Volatile.Read(ref _now);
        set => Volatile.Write(ref _now, value);
    }

    public override ulong MonotonicNanoseconds => (ulong)Now;

    public override ulong BootNanoseconds => (ulong)Now + 500;

    public override ulong AtomicTimeNanoseconds => (ulong)Now + 37_000_000_000 + 7000;

    public override void OnCallbackFault(VmFault fault)
    {
        lock (Faults) Faults.Add(fault);
    }
}
