using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Runs one kind of instruction, and then whatever follows: its last act is to call the next instruction's handler.</summary>
/// <remarks>
/// RyuJIT makes that call a jump, so that a program runs from handler to handler and the processor predicts the way out of each by
/// itself. It does so where code is optimised, which each <see cref="Run"/> asks for by its attribute, and where nothing of the frame is
/// referred to: no address of a local, no stack allocation, no <c>try</c>; what needs those is in a method of its own. Nor does it in a
/// method that says NoInlining, as such methods are to be seen on the stack. .NET promises none of this, so <see cref="TailCalls"/> looks
/// once whether it is so here; HandlerTests look at each handler.
/// <para>The value that was computed last is handed on beside the registers: the next instruction mostly wants it, and need not wait for
/// memory.</para>
/// </remarks>
internal abstract unsafe class Handler
{
    /// <summary>Runs from an instruction to the exit of the function that the run began with.</summary>
    /// <param name="run">The run.</param>
    /// <param name="op">The instruction.</param>
    /// <param name="r">r0 to r10 of the function; see <see cref="RegisterWindow"/>.</param>
    /// <param name="last">The value of the register <see cref="Op.Last"/>.</param>
    /// <returns>r0.</returns>
    internal abstract ulong Run(RunContext run, ref Op op, ulong* r, ulong last);
}
