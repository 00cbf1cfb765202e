using System.Collections.Immutable;
using Waggle.Bpf.Instructions;

namespace Waggle.Vm.Code;

/// <summary>What each register is thought to point to before each instruction, for the choice of checks.</summary>
/// <remarks>Forward data flow to a fixed point. Much less than a verifier: it knows no ranges, and guesses where memory is in between
/// (<see cref="PointerFact.IsCertain"/>).</remarks>
internal sealed class PointerFacts
{
    private readonly ProgramCode _program;
    private readonly ImmutableArray<Instruction> _code;
    private readonly PointerSources _sources;
    private readonly Dictionary<int, PointerState> _atBlock = []; // by first slot
    private readonly Queue<(CodeFunction Function, CodeBlock Block)> _work = [];

    private PointerFacts(ProgramCode program, PointerSources sources)
    {
        (_program, _code, _sources) = (program, program.Instructions, sources);
        PointerState entry = new() { [1] = sources.OfContext(), [10] = new(PointerKind.Frame, 0, IsCertain: true) };
        Arrive(program.Functions[0], program.Functions[0].Blocks[0], entry);
        while (_work.TryDequeue(out var item)) Run(item.Function, item.Block);
    }

    /// <summary>Analyses a program.</summary>
    internal static PointerFacts Of(ProgramCode program, PointerSources sources) => new(program, sources);

    /// <summary>What is thought at the start of a block; null if it is never reached.</summary>
    internal PointerState? AtStart(CodeBlock block) => _atBlock.GetValueOrDefault(block.Start)?.Clone();

    /// <summary>Takes a state over an instruction.</summary>
    internal void Step(PointerState state, int slot)
    {
        Instruction instruction = _code[slot];
        (int destination, int source) = ((int)instruction.Destination, (int)instruction.Source & 0xf);
        switch (instruction.Opcode.Class)
        {
            case InstructionClass.Alu64: state[destination] = Arithmetic(state, instruction, destination, source); break;
            case InstructionClass.Alu: state[destination] = default; break;
            case InstructionClass.Ld when !instruction.IsPacketLoad(): state[destination] = _sources.OfImmediate(slot); break;
            case InstructionClass.Ldx: state[destination] = Load(state[source].Move(instruction.Offset), instruction, state); break;
            case InstructionClass.St or InstructionClass.Stx when !instruction.IsAtomic():
                PointerFact place = state[destination].Move(instruction.Offset);
                if (place is { Kind: PointerKind.Frame, Offset: { } offset })
                    state.Store(offset, instruction.Opcode.Size.InBytes(), instruction.Opcode.Class == InstructionClass.Stx ? state[source] : default);
                break;
            default:
                int written = instruction.Writes();
                PointerFact result = instruction.IsCall(CallKind.Helper) ? _sources.OfHelper(instruction.Immediate, state[1]) : default;
                for (int register = 0; register < 10; register++)
                {
                    if ((written >> register & 1) != 0) state[register] = default;
                }

                if (instruction.IsCall()) state[0] = result;
                break;
        }
    }

    private void Run(CodeFunction function, CodeBlock block)
    {
        PointerState state = _atBlock[block.Start].Clone();
        for (int slot = block.Start; slot < block.End; slot++)
        {
            Instruction instruction = _code[slot];
            if (instruction.IsCall(CallKind.Function)) Enter(_program.FunctionStartingAt(ProgramCode.CallTarget(slot, instruction)), state);
            if (instruction.IsWide && (PseudoSource)instruction.Source == PseudoSource.Function)
                Enter(_program.FunctionStartingAt(ProgramCode.CallTarget(slot, instruction)), CallbackArguments(block, slot));
            Step(state, slot);
            if (instruction.IsWide) slot++;
        }

        foreach (CodeBlock successor in block.Successors) Arrive(function, successor, state);
    }

    // What a caller knows is a guess for the callee: others may call it as well, through a function pointer for one.
    private void Enter(CodeFunction function, PointerState caller)
    {
        PointerState state = new() { [10] = new(PointerKind.Frame, 0, IsCertain: true) };
        for (int register = 1; register <= 5; register++)
        {
            state[register] = caller[register].Kind == PointerKind.Frame ? new(PointerKind.Stack) : caller[register] with { IsCertain = false };
        }

        Arrive(function, function.Blocks[0], state);
    }

    // A callback is mostly given a variable of the function that asks for the calls; which argument that is depends on the helper.
    private PointerState CallbackArguments(CodeBlock block, int slot)
    {
        PointerState state = new();
        while (++slot < block.End && !_code[slot].IsCall()) { }
        if (slot < block.End && _code[slot].IsCall(CallKind.Helper) && ContextArgumentOf(_code[slot].Immediate) is { } register)
            state[register] = new(PointerKind.Stack);
        return state;
    }

    // The register in which the callback of a helper finds what its caller gave for it.
    private static int? ContextArgumentOf(int helper) => helper switch
    {
        181 or 209 => 2, // bpf_loop, bpf_user_ringbuf_drain
        164 or 180 => 4, // bpf_for_each_map_elem, bpf_find_vma
        _ => null,
    };

    private void Arrive(CodeFunction function, CodeBlock block, PointerState state)
    {
        if (!_atBlock.TryGetValue(block.Start, out PointerState? known))
        {
            _atBlock.Add(block.Start, state.Clone());
            _work.Enqueue((function, block));
        }
        else if (known.Join(state))
        {
            _work.Enqueue((function, block));
        }
    }

    private static PointerFact Arithmetic(PointerState state, in Instruction instruction, int destination, int source)
    {
        bool isRegister = instruction.Opcode.Operand == Operand.Register;
        PointerFact left = state[destination], right = isRegister ? state[source] : default;
        switch (instruction.Opcode.AluOperation)
        {
            case AluOperation.Move: return instruction.Offset == 0 ? right : default;
            case AluOperation.Add when !isRegister: return left.Move(instruction.Immediate);
            case AluOperation.Add:
                // A pointer and a number, either way round.
                return left.Kind == PointerKind.Unknown ? right.Move(null) : right.Kind == PointerKind.Unknown ? left.Move(null) : default;
            case AluOperation.Subtract when !isRegister: return left.Move(-(long)instruction.Immediate);
            case AluOperation.Subtract: return right.Kind == PointerKind.Unknown ? left.Move(null) : default;
            default: return default;
        }
    }

    private PointerFact Load(in PointerFact place, in Instruction instruction, PointerState state)
    {
        if (place.Offset is not { } offset) return default;
        return place.Kind switch
        {
            PointerKind.Frame when instruction.Opcode.Size == MemorySize.Double => state.LoadWord(offset),
            PointerKind.Context => _sources.OfContextField(offset),
            _ => default,
        };
    }
}
