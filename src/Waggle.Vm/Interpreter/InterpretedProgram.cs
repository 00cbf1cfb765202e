using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>A program that runs instruction by instruction: wherever .NET runs, from the first moment.</summary>
internal sealed unsafe partial class InterpretedProgram : Executable
{
    private const int RegisterCount = 11;

    private readonly Op[] _ops; // pinned; keeps what _code points to
    private readonly Op* _code;

    internal InterpretedProgram(ProgramImage image) : base(image)
    {
        _ops = OpDecoder.Decode(image);
        _code = (Op*)Unsafe.AsPointer(ref _ops[0]);
    }

    internal override ulong Run(RunContext run, ulong r1, ulong r2, byte* frame) => Call(run, 0, r1, r2, 0, 0, frame);

    internal override ulong Call(RunContext run, int function, ulong r1, ulong r2, ulong r3, ulong r4, byte* frame)
    {
        ulong* registers = stackalloc ulong[RegisterCount];
        new Span<ulong>(registers, RegisterCount).Clear();
        (registers[1], registers[2], registers[3], registers[4], registers[10]) = (r1, r2, r3, r4, (ulong)frame);
        if (!Image.IsTrusted) RunContext.ClearFrame(frame);
        return Resume(run, Image.Code.Functions[function].Start, registers);
    }

    /// <summary>Runs on from an instruction to the exit of its function: where compiled code meets what it was not compiled for.</summary>
    internal ulong Resume(RunContext run, int slot, ulong* registers) =>
        Image.IsTrusted ? Execute<Trusted>(run, slot, registers) : Execute<Checked>(run, slot, registers);

    private ulong CallFunction<TMode>(RunContext run, int slot, int target, ulong* r) where TMode : struct, IAccessMode
    {
        byte* frame = (byte*)r[10] - RunContext.FrameSize;
        if (TMode.IsChecked)
        {
            if (frame < run.LowestFrame) Faults.CallDepth(run, slot, r);
            if ((run.Budget -= Image.Code.FunctionStartingAt(target).Length) < 0) Faults.Budget(run, slot, slot, r);
            RunContext.ClearFrame(frame);
        }

        ulong* registers = stackalloc ulong[RegisterCount];
        new Span<ulong>(registers, RegisterCount).Clear();
        new ReadOnlySpan<ulong>(r + 1, 5).CopyTo(new Span<ulong>(registers + 1, 5));
        registers[10] = (ulong)frame;
        return Execute<TMode>(run, target, registers);
    }

    private static void ClearArguments(ulong* r) => r[1] = r[2] = r[3] = r[4] = r[5] = 0;
}
