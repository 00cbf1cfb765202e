using Waggle.Vm.Execution;

namespace Waggle.Vm;

/// <summary>How a run ended.</summary>
/// <param name="ReturnValue">r0; 0 if the run ended with a fault.</param>
/// <param name="Fault">Why the engine ended the run; null if the program ended it.</param>
public readonly record struct VmResult(ulong ReturnValue, VmFault? Fault = null)
{
    /// <summary>r0.</summary>
    /// <exception cref="VmFaultException">The run ended with a fault.</exception>
    public ulong Value => Fault is null ? ReturnValue : throw new VmFaultException(Fault);
}
