namespace Waggle.Vm.Execution;

/// <summary>Which rule a program broke that it was held to as it ran.</summary>
public enum VmFaultKind
{
    /// <summary>It read or wrote memory that it may not.</summary>
    Memory,

    /// <summary>An atomic operation on an address that is no multiple of its width.</summary>
    Alignment,

    /// <summary>It used up its instructions.</summary>
    Budget,

    /// <summary>More calls deep than the limit.</summary>
    CallDepth,

    /// <summary>It called a helper that the engine does not have, or that this kind of program may not call.</summary>
    UnknownHelper,

    /// <summary>It gave a helper something else than its contract says.</summary>
    HelperArgument,

    /// <summary>A helper of the application threw an exception.</summary>
    HelperException,

    /// <summary>It came to an instruction that its proof says nothing leads to: the verifier or the engine is wrong.</summary>
    Unproven,
}
