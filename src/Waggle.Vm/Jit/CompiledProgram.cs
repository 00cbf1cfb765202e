using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Instructions;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;
using Waggle.Vm.Interpreter;

namespace Waggle.Vm.Jit;

/// <summary>A program as machine code, by way of IL and RyuJIT.</summary>
[RequiresDynamicCode("Emits IL; where .NET can't compile at run time the interpreter takes over.")]
internal sealed unsafe class CompiledProgram : Executable
{
    private const int RegisterCount = 11;
    private const int MaximumArguments = 5;
    private const int EntryArguments = 2;

    private delegate ulong EntryPoint(RunContext run, ulong r1, ulong r2, byte* frame);

    private delegate ulong Callback(RunContext run, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5, byte* frame);

    private readonly ImmutableArray<CompiledFunction> _functions;
    private readonly SegmentedFunction?[] _segmented; // by function; null for what is one method
    private readonly EntryPoint _entry;
    private readonly Callback?[] _callbacks; // by function; null for what is only called by name
    private readonly InterpretedProgram _interpreter;

    internal CompiledProgram(ProgramImage image, InterpretedProgram interpreter, PointerSources sources) : base(image)
    {
        _interpreter = interpreter;
        HashSet<int> callbacks = FindCallbacks(image.Code);
        _segmented = new SegmentedFunction?[image.Code.Functions.Length];
        _functions = [.. image.Code.Functions.Select(f => Declare(image.Code, f, callbacks.Contains(f.Index)))];
        PointerFacts facts = PointerFacts.Of(image.Code, sources);
        FrameUse[] frames = [.. image.Code.Functions.Select(f => FrameUse.Of(image, f, facts))];
        // Without a proof a function may reach into frames above its own with an address that it was given or made up from its own.
        bool areFollowed = image.IsTrusted || Array.TrueForAll(frames, f => f.IsClosed);
        foreach (CodeFunction function in image.Code.Functions)
        {
            CompiledFunction declared = _functions[function.Index];
            if (facts.AtStart(function.Blocks[0]) is null)
            {
                // Only code that never runs refers to it. A program may still make its number up: then the interpreter runs it.
                callbacks.Remove(function.Index);
                WriteNothing(declared);
                continue;
            }

            ImmutableArray<Segment> segments = Segment.Cut(function, image.Code.Instructions, !image.IsTrusted);
            if (segments.Length == 1)
            {
                FunctionCompiler.Compile(this, function, facts, areFollowed ? frames[function.Index] : null, declared.Method.GetILGenerator(), declared.ParameterCount);
            }
            else
            {
                _segmented[function.Index] = new SegmentedFunction(this, function, facts, segments);
                SegmentedFunction.WriteCall(declared, function.Index);
            }
        }

        foreach (SegmentedFunction? segmented in _segmented) segmented?.Finish();
        _callbacks = new Callback?[_functions.Length];
        foreach (int index in callbacks.Where(i => i != 0)) _callbacks[index] = _functions[index].Method.CreateDelegate<Callback>();
        _entry = CreateEntry(_functions[0]);
    }

    internal CompiledFunction FunctionOf(CodeFunction function) => _functions[function.Index];

    internal override ulong Run(RunContext run, ulong r1, ulong r2, byte* frame) => _entry(run, r1, r2, frame);

    internal override ulong Call(RunContext run, int function, ulong r1, ulong r2, ulong r3, ulong r4, byte* frame) => _callbacks[function] is { } callback
        ? callback(run, r1, r2, r3, r4, 0, frame)
        : _interpreter.Call(run, function, r1, r2, r3, r4, frame);

    /// <summary>Runs a function that is cut into segments.</summary>
    internal static ulong RunSegments(RunContext run, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5, byte* frame, int function) =>
        ((CompiledProgram)run.Current)._segmented[function]!.Run(run, r1, r2, r3, r4, r5, frame);

    /// <summary><see cref="Leave"/> for a segment.</summary>
    internal static int LeaveSegment(RunContext run, int slot, byte* frame, ulong* registers)
    {
        registers[0] = Leave(run, slot, frame);
        return SegmentedFunction.End;
    }

    /// <summary><see cref="Spend"/> for a segment.</summary>
    internal static int SpendSegment(RunContext run, int slot, byte* frame, ulong* registers)
    {
        registers[0] = Spend(run, slot, frame);
        return SegmentedFunction.End;
    }

    /// <summary><see cref="RunContext.ClearFrame"/> where it is rare, and the code of a call is enough.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ClearFrame(byte* frame) => RunContext.ClearFrame(frame);

    /// <summary>Goes on in the interpreter, with the registers that compiled code handed over.</summary>
    internal static ulong Leave(RunContext run, int slot, byte* frame)
    {
        ulong* registers = stackalloc ulong[RegisterCount];
        Unsafe.CopyBlock(registers, run.Registers, RegisterCount * sizeof(ulong));
        registers[10] = (ulong)frame;
        return ((CompiledProgram)run.Current)._interpreter.Resume(run, slot, registers);
    }

    /// <summary>Ends a run whose budget is used up at a jump.</summary>
    internal static ulong Spend(RunContext run, int slot, byte* frame)
    {
        run.Registers[10] = (ulong)frame;
        Faults.Budget(run, slot, run.Current.Image.Code.Instructions[slot].Target(slot), run.Registers);
        return 0;
    }

    /// <summary>Ends a run whose budget is used up in a loop that a helper stands for.</summary>
    internal static void SpendInHelper(RunContext run, int slot)
    {
        run.Slot = slot;
        Faults.InHelper(run, VmFaultKind.Budget, "The run has used up its instructions.");
    }

    /// <summary>Checks what compiled code is about to give to a helper.</summary>
    internal static bool AreArgumentsRight(RunContext run, int slot, byte* frame)
    {
        run.Frame = frame;
        run.Slot = slot;
        return run.Current.Image.HelperAt(slot) is { } helper && helper.Check?.Refuse(run, run.Registers) is null;
    }

    private static CompiledFunction Declare(ProgramCode code, CodeFunction function, bool isCallback)
    {
        // What it reads. The entry takes the context and, where the context is plain memory, its length.
        int read = code.LivenessOf(function).Before(function.Start) >> 1 & (1 << MaximumArguments) - 1;
        int count = isCallback ? MaximumArguments : BitOperations.Log2((uint)read << 1 | 1);
        int parameterCount = function.Index != 0 ? count : count <= EntryArguments ? EntryArguments : MaximumArguments;
        Type[] parameters = [typeof(RunContext), .. Enumerable.Repeat(typeof(ulong), parameterCount), typeof(byte*)];
        return new(new DynamicMethod($"bpf_{function.Start}", typeof(ulong), parameters, typeof(CompiledProgram), skipVisibility: true) { InitLocals = false }, parameterCount);
    }

    // A program may call its entry again, and read registers there that hold nothing the first time.
    private static EntryPoint CreateEntry(CompiledFunction function)
    {
        if (function.ParameterCount == EntryArguments) return function.Method.CreateDelegate<EntryPoint>();
        Callback all = function.Method.CreateDelegate<Callback>();
        return (run, r1, r2, frame) => all(run, r1, r2, 0, 0, 0, frame);
    }

    private static void WriteNothing(CompiledFunction function)
    {
        ILGenerator il = function.Method.GetILGenerator();
        il.Emit(OpCodes.Ldc_I8, 0L);
        il.Emit(OpCodes.Ret);
    }

    private static HashSet<int> FindCallbacks(ProgramCode code)
    {
        HashSet<int> found = [];
        for (int slot = 0; slot < code.Instructions.Length; slot++)
        {
            Instruction instruction = code.Instructions[slot];
            if (!instruction.IsWide) continue;
            if ((PseudoSource)instruction.Source == PseudoSource.Function) found.Add(code.FunctionStartingAt(ProgramCode.CallTarget(slot, instruction)).Index);
            slot++;
        }

        return found;
    }
}
