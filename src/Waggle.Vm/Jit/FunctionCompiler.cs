using System.Collections.Immutable;
using System.Reflection.Emit;
using Waggle.Bpf.Instructions;
using Waggle.Verifier.Proofs;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;

namespace Waggle.Vm.Jit;

/// <summary>Compiles one function of a program to IL.</summary>
/// <remarks>Block by block, instruction by instruction: what an instruction computes becomes an expression, and expressions become code where
/// their value is needed (<see cref="PendingValues"/>). What a program without a proof may get wrong is checked before; where a check fails
/// the interpreter goes on from that instruction (<see cref="Exits"/>), so there is one place that says what a fault is.</remarks>
internal sealed partial class FunctionCompiler
{
    private const int FrameRegister = 10;

    private readonly CompiledProgram _program;
    private readonly ProgramImage _image;
    private readonly ImmutableArray<Instruction> _code;
    private readonly CodeFunction _function;
    private readonly Liveness _liveness;
    private readonly PointerFacts _facts;
    private readonly FunctionWriter _writer;
    private readonly PendingValues _pending;
    private readonly FrameVariables _variables;
    private readonly Exits _exits;
    private readonly Segment? _segment; // null: the whole function
    private readonly Dictionary<int, Label> _labels = []; // by first slot of a block
    private readonly Dictionary<CodeBlock, Label> _ways = []; // out of the segment
    private readonly CoveredExtents?[] _coveredAtEnd; // by block
    private readonly int[] _predecessors; // by block: how many
    private readonly bool _usesFrame;
    private CoveredExtents _covered;
    private Covered? _coveredResult; // of what the instruction writes
    private int _lastLookup;
    private LocalBuilder? _distance, _room;
    private CodeBlock _block = null!;
    private PointerState _state = new();
    private LocalBuilder? _budget;
    private int _liveAfter;

    private FunctionCompiler(CompiledProgram program, CodeFunction function, PointerFacts facts, FrameUse? frame, Segment? segment, ILGenerator il, int frameArgument)
    {
        (_program, _image, _function, _facts, _segment) = (program, program.Image, function, facts, segment);
        _code = _image.Code.Instructions;
        _liveness = _image.Code.LivenessOf(function);
        _coveredAtEnd = new CoveredExtents?[function.Blocks.Length];
        _predecessors = new int[function.Blocks.Length];
        foreach (CodeBlock successor in function.Blocks.SelectMany(b => b.Successors)) _predecessors[successor.Index]++;
        _usesFrame = segment is not null || UsesFrame(function, _code, frame);
        _writer = new FunctionWriter(il, frameArgument);
        _pending = new PendingValues(_writer);
        _variables = new FrameVariables(_writer, _pending, frame?.Slots ?? []);
        _covered = new(_variables.Count);
        _exits = new Exits(_writer, _pending, _liveness, _variables, segment is not null, _usesFrame);
    }

    private bool IsChecked => !_image.IsTrusted;

    // What the proof says of an instruction; nothing where there is none.
    private ProofFacts FactsAt(int slot) => _image.Proof?[slot] ?? ProofFacts.None;

    private ILGenerator IL => _writer.IL;

    /// <summary>Writes the function's code.</summary>
    /// <param name="program">The program.</param>
    /// <param name="function">The function.</param>
    /// <param name="facts">What its registers are thought to point to.</param>
    /// <param name="frame">What it does with its frame, if variables of that may leave it; null if all stays in memory.</param>
    /// <param name="il">Where to.</param>
    /// <param name="parameterCount">Registers from r1 on that are its parameters: arguments 1, 2 and so on, behind the run. The frame follows.</param>
    internal static void Compile(CompiledProgram program, CodeFunction function, PointerFacts facts, FrameUse? frame, ILGenerator il, int parameterCount) =>
        new FunctionCompiler(program, function, facts, frame, null, il, parameterCount + 1).Compile(parameterCount);

    /// <summary>Writes the code of a segment: a method of the run, the registers in memory, the frame, and the block to begin with, which returns
    /// the block to go on with, or -1 where the function ends, with r0 among the registers.</summary>
    internal static void Compile(CompiledProgram program, CodeFunction function, PointerFacts facts, Segment segment, ILGenerator il) =>
        new FunctionCompiler(program, function, facts, null, segment, il, SegmentFrameArgument).Compile(0);

    private void Compile(int parameterCount)
    {
        if (_segment is null) WriteEntry(parameterCount);
        else WriteSegmentEntry(_segment);
        foreach (CodeBlock block in _segment?.Blocks ?? _function.Blocks)
        {
            // What is never reached is not compiled.
            if (_facts.AtStart(block) is { } state) CompileBlock(block, state);
        }

        _exits.Write(_budget);
        WriteWaysOut();
    }

    private void DeclareBudget()
    {
        bool hasBackEdge = _function.Blocks.Any(b => b.Target is { } target && target.Start < b.End);
        bool calls = Enumerable.Range(_function.Start, _function.Length).Any(slot => _code[slot].IsCall(CallKind.Function)
            || (_code[slot].IsCall(CallKind.Helper) && _code[slot].Immediate == LoopFunctions.LoopHelper));
        if (IsChecked && (hasBackEdge || calls))
        {
            _budget = IL.DeclareLocal(typeof(long));
            LoadBudget();
        }
    }

    private void WriteEntry(int parameterCount)
    {
        DeclareBudget();
        if (_image.ClearsFrames && _usesFrame)
        {
            _writer.LoadFrame();
            _writer.Call(typeof(RunContext), nameof(RunContext.ClearFrame));
        }

        _variables.Clear();
        int live = _liveness.Before(_function.Start);
        for (int register = 0; register < FrameRegister; register++)
        {
            if ((live >> register & 1) == 0) continue;
            if (register >= 1 && register <= parameterCount) IL.Emit(OpCodes.Ldarg, (short)register);
            else _writer.LoadConstant(0);
            _writer.StoreRegister(register);
        }

        IL.Emit(OpCodes.Br, LabelOf(_function.Blocks[0]));
    }

    private void CompileBlock(CodeBlock block, PointerState state)
    {
        (_state, _block) = (state, block);
        _covered = CoveredAt(block);
        IL.MarkLabel(LabelOf(block));
        _pending.ForgetDefinitions();
        bool isEnded = false;
        for (int slot = block.Start; slot < block.End && !isEnded; slot++)
        {
            Instruction instruction = _code[slot];
            int width = instruction.IsWide ? 2 : 1;
            _liveAfter = LiveAfter(block, slot + width);
            _coveredResult = null;
            isEnded = _image.IsUnreached(slot) ? LeaveUnproven(slot) : CompileInstruction(block, slot, instruction);
            _facts.Step(_state, slot);
            _covered.Step(instruction, MayTakeMemory(slot, instruction));
            if (_coveredResult is not null) _covered[instruction.IsCall() ? 0 : (int)instruction.Destination] = _coveredResult;
            slot += width - 1;
        }

        _coveredAtEnd[block.Index] = _covered;
        if (isEnded) _pending.ComputeAll(0); // nothing is left that has a use
        if (isEnded || block.Next is not { } next) return;
        _pending.ComputeAll(_liveAfter);
        // Blocks lie in order of slot, but not all are compiled.
        IL.Emit(OpCodes.Br, LabelOf(next));
    }

    private int BlockEnd => _block.End;

    // A block that is entered from one other only knows what that one knew.
    private CoveredExtents CoveredAt(CodeBlock block)
    {
        if (_predecessors[block.Index] != 1 || block.Index == 0) return new(_variables.Count);
        CodeBlock before = _function.Blocks.First(b => b.Next == block || b.Target == block);
        if (_coveredAtEnd[before.Index]?.Clone() is not { } covered) return new(_variables.Count);
        Instruction last = _code[before.End - 1];
        bool comparesWithNull = last.Opcode.Class == InstructionClass.Jmp && last.Opcode.Operand == Operand.Immediate && last.Immediate == 0
            && last.Opcode.JumpOperation is JumpOperation.Equal or JumpOperation.NotEqual && before.Target != before.Next;
        if (comparesWithNull && (block == before.Target) == (last.Opcode.JumpOperation == JumpOperation.NotEqual)) covered.NotNull((int)last.Destination);
        return covered;
    }

    // Functions that are called, and helpers, may look at the frames above theirs.
    private static bool UsesFrame(CodeFunction function, ImmutableArray<Instruction> code, FrameUse? frame)
    {
        for (int slot = function.Start; slot < function.End; slot++)
        {
            Instruction instruction = code[slot];
            if (instruction.IsCall() || ((instruction.Reads() >> FrameRegister & 1) != 0 && frame is not { IsMemoryUsed: false })) return true;
            if (instruction.IsWide) slot++;
        }

        return false;
    }

    private int LiveAfter(CodeBlock block, int slot)
    {
        if (slot < block.End) return _liveness.Before(slot);
        int live = 1 << FrameRegister;
        foreach (CodeBlock successor in block.Successors) live |= _liveness.Before(successor.Start);
        return live;
    }

    // Nothing leads here, says the proof; if it should be wrong the interpreter ends the run.
    private bool LeaveUnproven(int slot)
    {
        IL.Emit(OpCodes.Br, _exits.To(slot));
        return true;
    }

    /// <summary>Compiles an instruction.</summary>
    /// <returns>Whether it ended the block.</returns>
    private bool CompileInstruction(CodeBlock block, int slot, in Instruction instruction)
    {
        switch (instruction.Opcode.Class)
        {
            case InstructionClass.Alu or InstructionClass.Alu64:
                CompileArithmetic(slot, instruction);
                return false;
            case InstructionClass.Ldx:
                CompileLoad(slot, instruction);
                return false;
            case InstructionClass.St or InstructionClass.Stx when !instruction.IsAtomic():
                CompileStore(slot, instruction);
                return false;
            case InstructionClass.Stx:
                CompileAtomic(slot, instruction);
                return false;
            case InstructionClass.Ld when instruction.IsPacketLoad():
                CompilePacketLoad(slot, instruction);
                return false;
            case InstructionClass.Ld:
                Set((int)instruction.Destination, Nodes.Constant(_image.WideImmediate(slot)));
                return false;
            default:
                return CompileJump(block, slot, instruction);
        }
    }

    private Label LabelOf(CodeBlock block)
    {
        if (_segment?.Contains(block) == false)
        {
            if (!_ways.TryGetValue(block, out Label way)) _ways.Add(block, way = IL.DefineLabel());
            return way;
        }

        if (!_labels.TryGetValue(block.Start, out Label label)) _labels.Add(block.Start, label = IL.DefineLabel());
        return label;
    }

    /// <summary>The value of a register that the current instruction reads and, if it says so, replaces.</summary>
    private Node Use(int register, bool isReplaced = false) => _pending.Use(register, isReplaced || (_liveAfter >> register & 1) == 0);

    private void Set(int register, Node value) => _pending.Set(register, value, (_liveAfter >> register & 1) != 0);

    private void LoadBudget()
    {
        if (_budget is null) return;
        _writer.LoadRun();
        _writer.LoadField(nameof(RunContext.Budget));
        IL.Emit(OpCodes.Stloc, _budget);
    }

    private void StoreBudget()
    {
        if (_budget is null) return;
        _writer.LoadRun();
        IL.Emit(OpCodes.Ldloc, _budget);
        _writer.StoreField(nameof(RunContext.Budget));
    }
}
