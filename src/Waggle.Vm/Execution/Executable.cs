using Waggle.Vm.Maps;

namespace Waggle.Vm.Execution;

/// <summary>A program in the form that an engine runs.</summary>
/// <remarks>Thread-safe: what belongs to a run is in its <see cref="RunContext"/>.</remarks>
internal abstract unsafe class Executable(ProgramImage image) : TailCallTarget
{
    private static uint s_lastId;

    /// <summary>The program.</summary>
    internal ProgramImage Image { get; } = image;

    /// <inheritdoc/>
    public override uint Id { get; } = Interlocked.Increment(ref s_lastId);

    /// <inheritdoc/>
    public override bool GoesWith(TailCallTarget user) => user is Executable other && other.Image.Type == Image.Type && other.Image.Context == Image.Context;

    /// <summary>Runs the program from its start.</summary>
    /// <param name="run">The run.</param>
    /// <param name="r1">Address of the context.</param>
    /// <param name="r2">Second argument: the length of the context where it has no type; else 0.</param>
    /// <param name="frame">Frame pointer: the end of the frame.</param>
    /// <returns>r0.</returns>
    /// <exception cref="FaultException">The program broke a rule.</exception>
    internal abstract ulong Run(RunContext run, ulong r1, ulong r2, byte* frame);

    /// <summary>Calls a function of the program: a callback, of which none takes more than four arguments.</summary>
    /// <param name="run">The run.</param>
    /// <param name="function">Index of the function.</param>
    /// <param name="r1">First argument.</param>
    /// <param name="r2">Second argument.</param>
    /// <param name="r3">Third argument.</param>
    /// <param name="r4">Fourth argument.</param>
    /// <param name="frame">Frame pointer: the end of the function's frame.</param>
    /// <returns>r0.</returns>
    /// <exception cref="FaultException">The program broke a rule.</exception>
    internal abstract ulong Call(RunContext run, int function, ulong r1, ulong r2, ulong r3, ulong r4, byte* frame);
}
