using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>A program that runs instruction by instruction: wherever .NET runs, from the first moment. The reference for what compiled code does.</summary>
/// <remarks>Semantics: RFC 9669 sections 4 and 5. Three things that it leaves open are fixed here, so that all engines agree: r1 to r5 are
/// zero after any call, a function starts with zero in all registers that hold no argument, and its frame starts as zeros.</remarks>
/// <param name="image">The program.</param>
/// <param name="runsBeforeFusing">The run at which instructions that often follow each other become one (<see cref="FusedHandlers"/>): making
/// those handlers costs more than a few runs give back.</param>
/// <param name="pauses">Whether to come back after each handler, instead of its calling the next.</param>
internal sealed unsafe class InterpretedProgram(ProgramImage image, int runsBeforeFusing, bool pauses) : Executable(image)
{
    /// <summary>What pays for most programs.</summary>
    internal const int UsualRunsBeforeFusing = 64;

    private const int RegisterCount = 11;

    private readonly Lock _lock = new();
    private Handler[] _paused = []; // by slot, where handlers can't call each other
    private volatile Op[]? _ops;
    private int _runs;

    internal InterpretedProgram(ProgramImage image, int runsBeforeFusing = UsualRunsBeforeFusing) : this(image, runsBeforeFusing, pauses: !TailCalls.AreJumps)
    {
    }

    /// <summary>Is shown each instruction before it runs, where <c>pauses</c> is set; null if nobody looks.</summary>
    internal InstructionObserver? Observer { get; init; }

    internal override ulong Run(RunContext run, ulong r1, ulong r2, byte* frame) => Call(run, 0, r1, r2, 0, 0, frame);

    internal override ulong Call(RunContext run, int function, ulong r1, ulong r2, ulong r3, ulong r4, byte* frame)
    {
        ulong* registers = stackalloc ulong[RegisterCount];
        new Span<ulong>(registers, RegisterCount).Clear();
        (registers[1], registers[2], registers[3], registers[4], registers[10]) = (r1, r2, r3, r4, (ulong)frame);
        if (Image.ClearsFrames) RunContext.ClearFrame(frame);
        return Resume(run, Image.Code.Functions[function].Start, registers);
    }

    /// <summary>Runs on from an instruction to the exit of its function: where compiled code meets what it was not compiled for.</summary>
    /// <param name="run">The run.</param>
    /// <param name="slot">First instruction.</param>
    /// <param name="registers">r0 to r10.</param>
    /// <returns>r0.</returns>
    [SkipLocalsInit]
    internal ulong Resume(RunContext run, int slot, ulong* registers)
    {
        Op[] ops = _ops ?? Decode();
        if (_runs < runsBeforeFusing && Interlocked.Increment(ref _runs) == runsBeforeFusing) Fuse(ops);
        ulong* r = stackalloc ulong[RegisterWindow.AllSize];
        RegisterWindow.Begin(r, registers);
        ref Op op = ref ops[slot];
        ulong result = op.Handler.Run(run, ref op, r, r[op.Last]);
        while (run.PausedAt >= 0)
        {
            slot = run.PausedAt;
            run.PausedAt = -1;
            Observer?.Invoke(run, slot, run.PausedRegisters);
            result = _paused[slot].Run(run, ref ops[slot], run.PausedRegisters, run.PausedLast);
        }

        return result;
    }

    // At the first run: of most programs that are compiled nothing is ever interpreted.
    private Op[] Decode()
    {
        lock (_lock)
        {
            if (_ops is { } done) return done;
            Op[] ops = Image.IsTrusted ? new OpDecoder<Trusted>(Image).Decode() : new OpDecoder<Checked>(Image).Decode();
            if (pauses)
            {
                _paused = Array.ConvertAll(ops, op => op.Handler);
                for (int slot = 0; slot < ops.Length; slot++) ops[slot].Handler = Pause.Instance;
            }

            return _ops = ops;
        }
    }

    // Others may be running the program: each sees the old handler of an instruction or the new one, and both do the same.
    private void Fuse(Op[] ops)
    {
        if (!pauses) FusedHandlers.Table.Apply(ops);
    }
}
