using System.Diagnostics;
using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>What an instruction does that goes on with the next: by itself a handler (<see cref="Single{TAction}"/>), or a part of one.</summary>
internal unsafe interface IAction
{
    /// <summary>Whether it can be done without more ado.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual bool Allows(RunContext run, ref Op op, ulong* r, ulong last) => true;

    /// <summary>Does it.</summary>
    /// <returns>The value of the register that was written last.</returns>
    static abstract ulong Do(RunContext run, ref Op op, ulong* r, ulong last);

    /// <summary>Does it with all due ado, and runs on.</summary>
    static virtual ulong Otherwise(RunContext run, ref Op op, ulong* r, ulong last) => throw new UnreachableException();
}
