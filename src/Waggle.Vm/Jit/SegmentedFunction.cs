using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Jit;

/// <summary>A function that is too large for one method: segments, and the loop that goes from one to the next.</summary>
[RequiresDynamicCode("Emits IL.")]
internal sealed unsafe class SegmentedFunction
{
    /// <summary>What a segment returns where the function ends.</summary>
    internal const int End = -1;

    private const int RegisterCount = 11;
    private const int MaximumArguments = 5;

    private delegate int SegmentMethod(RunContext run, ulong* registers, byte* frame, int entry);

    private readonly SegmentMethod[] _segmentAt; // by block
    private readonly List<(Segment Segment, DynamicMethod Method)> _methods = [];
    private readonly bool _clearsFrame;

    internal SegmentedFunction(CompiledProgram program, CodeFunction function, PointerFacts facts, ImmutableArray<Segment> segments)
    {
        _clearsFrame = program.Image.ClearsFrames;
        _segmentAt = new SegmentMethod[function.Blocks.Length];
        foreach (Segment segment in segments)
        {
            DynamicMethod method = new($"bpf_{segment.Blocks[0].Start}", typeof(int),
                [typeof(RunContext), typeof(ulong*), typeof(byte*), typeof(int)], typeof(CompiledProgram), skipVisibility: true)
            { InitLocals = false };
            FunctionCompiler.Compile(program, function, facts, segment, method.GetILGenerator());
            _methods.Add((segment, method));
        }
    }

    /// <summary>Compiles the segments, once every function that they may call is written.</summary>
    internal void Finish()
    {
        foreach ((Segment segment, DynamicMethod method) in _methods)
            Array.Fill(_segmentAt, method.CreateDelegate<SegmentMethod>(), segment.Blocks[0].Index, segment.Blocks.Length);
    }

    /// <summary>Writes a method that does nothing but call <see cref="CompiledProgram.RunSegments"/>.</summary>
    internal static void WriteCall(CompiledFunction function, int index)
    {
        FunctionWriter writer = new(function.Method.GetILGenerator(), function.ParameterCount + 1);
        writer.LoadRun();
        for (int i = 1; i <= MaximumArguments; i++)
        {
            if (i <= function.ParameterCount) writer.IL.Emit(OpCodes.Ldarg, (short)i);
            else writer.LoadConstant(0);
        }

        writer.LoadFrame();
        writer.IL.Emit(OpCodes.Ldc_I4, index);
        writer.Call(typeof(CompiledProgram), nameof(CompiledProgram.RunSegments));
        writer.IL.Emit(OpCodes.Ret);
    }

    [SkipLocalsInit]
    internal ulong Run(RunContext run, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5, byte* frame)
    {
        if (_clearsFrame) RunContext.ClearFrame(frame);
        ulong* registers = stackalloc ulong[RegisterCount];
        new Span<ulong>(registers, RegisterCount).Clear();
        (registers[1], registers[2], registers[3], registers[4], registers[5]) = (r1, r2, r3, r4, r5);
        int block = 0;
        while (block != End) block = _segmentAt[block](run, registers, frame, block);
        return registers[0];
    }
}
