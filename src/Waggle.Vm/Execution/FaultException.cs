namespace Waggle.Vm.Execution;

/// <summary>Carries a fault up through the frames of a run, to where the run began.</summary>
internal sealed class FaultException(VmFault fault) : Exception
{
    internal VmFault Fault { get; } = fault;

    public override string Message => Fault.ToString();
}
