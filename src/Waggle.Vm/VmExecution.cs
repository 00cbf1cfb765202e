namespace Waggle.Vm;

/// <summary>How programs are executed.</summary>
public enum VmExecution
{
    /// <summary>Compiled where .NET can compile at run time, else interpreted.</summary>
    Automatic,

    /// <summary>Instruction by instruction: slower, ready at once, and the same everywhere.</summary>
    Interpreter,

    /// <summary>Compiled to machine code.</summary>
    Jit,
}
