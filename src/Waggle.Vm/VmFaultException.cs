using Waggle.Vm.Execution;

namespace Waggle.Vm;

/// <summary>A program broke a rule, and the caller wanted a value from it.</summary>
public sealed class VmFaultException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">What the program did.</param>
    public VmFaultException(VmFault fault) : base(fault?.ToString(), fault?.Cause) => Fault = fault!;

    /// <summary>What the program did.</summary>
    public VmFault Fault { get; }
}
