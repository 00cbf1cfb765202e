using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.Proofs;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <summary>Goes every path through a program, and remembers states so that a path ends where a like one was gone before.</summary>
/// <remarks><c>do_check</c> in kernel/bpf/verifier.c, Linux 6.18. Not thread-safe; a thread of its own for each program.</remarks>
internal sealed partial class Exploration
{
    private readonly ProgramText _text;
    private readonly Policy _policy;
    private readonly ProgramSpec _program;
    private readonly Instruction[] _code;
    private readonly StateComparison _comparison;
    private readonly KernelProfile _profile;
    private readonly CancellationToken _stop;

    private PathState _state = new();
    private int _slot, _previous = -1, _last = -1; // where it stands, the instruction before, and the last one gone through
    private int _lastId;

    internal Exploration(ProgramText text, Policy policy, CancellationToken stop = default)
    {
        (_text, _policy, _program, _code, _stop) = (text, policy, text.Program, text.Slots, stop);
        _profile = KernelProfile.Of(policy.Kernel);
        // An engine of ours clears a frame only if bytes of it are read that nobody wrote, so each such read is to be seen.
        _comparison = new StateComparison(text.Live, readsUninitializedStack: policy.MayLeak && policy.Host is null, isAllPrecise: !policy.IsCapable);
        _checkpoints = new List<PathState>?[_code.Length];
        Facts = new AccessFact[_code.Length];
        Proven = new ProofFacts[_code.Length];
        _guards = policy.MayLeak ? [] : new SpeculationGuard[_code.Length];
    }

    /// <summary>What was seen of each instruction, on all paths.</summary>
    public AccessFact[] Facts { get; }

    /// <summary>What an engine may rely on at each instruction.</summary>
    public ProofFacts[] Proven { get; }

    /// <summary>Instructions gone through, over all paths.</summary>
    public int Processed { get; private set; }

    /// <summary>States remembered in all.</summary>
    public int StateCount { get; private set; }

    /// <summary>The largest number of them that one instruction had to be compared with.</summary>
    public int MostStatesOfOne { get; private set; }

    /// <summary>The largest number of them that were kept at one time.</summary>
    public int PeakStates { get; private set; }

    /// <summary>Is shown each state; null if nobody looks.</summary>
    public IStateObserver? Observer { get; init; }

    /// <summary>Whether a path ends only where all that an older one knew holds for it too: so that states are comparable with real ones, in
    /// which what an older path did not need has a value as well.</summary>
    public bool ComparesAll { get; init; }

    /// <summary>Whether a path goes on where a pointer is spilled and an older one, which read the slot, knew nothing of it. Linux ends it there:
    /// what was read as a number is one, whatever lies in the slot.</summary>
    public bool TellsSpilledPointers { init => _comparison.TellsSpilledPointers = value; }

    private RegisterState[] Registers => _state.Registers;

    /// <summary>Goes all paths through a function.</summary>
    /// <exception cref="RejectionException">One is not safe.</exception>
    public void Run(Subprogram function)
    {
        Forget();
        _state.Reset(function.Number);
        _state.IsSleepable = _program.IsSleepable || IsOfHost;
        _state.Current.IsExceptionCallback = function.Number != 0 && function.Number == _text.ExceptionCallback;
        (_slot, _last) = (function.Start, -1);
        _state.FirstSlot = function.Start;
        SetEntry(function);
        Observer?.Begin(function);
        Explore();
        CheckTailCallMaps();
    }

    private void Explore()
    {
        while (true)
        {
            _historyEntry = -1;
            _previous = _last;
            if ((uint)_slot >= (uint)_code.Length) throw Reject(Rule.JumpOutOfProgram, $"invalid insn idx {_slot} insn_cnt {_code.Length}");
            if (++Processed > _policy.InstructionLimit) throw Reject(Rule.TooComplex, $"BPF program is too large. Processed {Processed} insn");
            if ((Processed & 0xfff) == 0) _stop.ThrowIfCancellationRequested();
            _state.LastSlot = _previous;
            _state.Slot = _slot;
            Observer?.Visit(_text, _maps, _state);
            if (Record is not null) WriteDown(Record);
            SlotMarks marks = _text.Marks[_slot];
            if ((marks & SlotMarks.Checkpoint) != 0 && IsVisited())
            {
                Observer?.Prune(_state);
                if (!TakeNextPath()) return;
                continue;
            }

            Observer?.Enter(_state);
            if ((marks & SlotMarks.JumpTarget) != 0) Note(default, 0);
            _last = _slot;
            if (!_state.IsSpeculative) Proven[_slot] |= ProofFacts.Reached;
            bool goesOn = _state.IsSpeculative ? Speculate(_code[_slot]) : Step(_code[_slot]);
            if (!goesOn && !TakeNextPath()) return;
        }
    }

    // Goes through one instruction, and on to the next; false where the path ends.
    private bool Step(in Instruction instruction)
    {
        Opcode opcode = instruction.Opcode;
        switch (opcode.Class)
        {
            case InstructionClass.Alu or InstructionClass.Alu64:
                Compute(instruction);
                break;
            case InstructionClass.Ldx:
                Load(instruction);
                break;
            case InstructionClass.Stx when opcode.Mode == MemoryMode.Atomic:
                Exchange(instruction);
                break;
            case InstructionClass.Stx:
                Read(instruction.Source);
                Read(instruction.Destination);
                Store(instruction, (int)instruction.Source);
                break;
            case InstructionClass.St:
                Read(instruction.Destination);
                Store(instruction, -1);
                break;
            case InstructionClass.Ld:
                if (opcode.Mode != MemoryMode.Immediate)
                {
                    LoadPacket(instruction);
                    break;
                }
                LoadImmediate(instruction);
                _slot += 2;
                return true;
            default:
                return Jump(instruction);
        }

        _slot++;
        return true;
    }

    private bool Jump(in Instruction instruction)
    {
        _jumps++;
        switch (instruction.Opcode.JumpOperation)
        {
            case JumpOperation.Call:
                return Call(instruction);
            case JumpOperation.Exit:
                return Exit();
            case JumpOperation.Always:
                _slot += 1 + (instruction.Opcode.Class == InstructionClass.Jmp ? instruction.Offset : instruction.Immediate);
                return true;
            case JumpOperation.MayGoto:
                GoOnOrLeave(instruction);
                return true;
            default:
                Branch(instruction);
                return true;
        }
    }

    private void LoadImmediate(in Instruction instruction)
    {
        Write(instruction.Destination);
        ref RegisterState target = ref Registers[(int)instruction.Destination];
        ulong value = (uint)instruction.Immediate | (ulong)(uint)_code[_slot + 1].Immediate << 32;
        if (_text.MapAt(_slot) is var (map, offset))
        {
            int index = IndexOf(map);
            if (offset is null)
            {
                target = RegisterState.Pointer(RegisterKind.Map);
                target.Map = index;
            }
            else if (map.Type == MapType.Arena) target = ArenaPointer();
            else
            {
                target = RegisterState.Pointer(RegisterKind.MapValue);
                (target.Map, target.Offset) = (index, offset.Value);
            }
            return;
        }

        if (_text.ExternAt(_slot) is { } name)
        {
            target = ExternValue(name);
            return;
        }

        switch ((PseudoSource)instruction.Source)
        {
            case PseudoSource.None:
                target = RegisterState.Constant(value);
                return;
            case PseudoSource.Function:
                target = RegisterState.Pointer(RegisterKind.Function);
                target.Range = _text.Containing(_slot + 1 + instruction.Immediate).Number;
                return;
            default:
                throw Reject(Rule.UndefinedInstruction, $"unrecognized bpf_ld_imm64 insn: {(PseudoSource)instruction.Source} stands for nothing in this object");
        }
    }

    // The register is read: it holds something.
    private void Read(Register register)
    {
        if (Registers[(int)register].Kind == RegisterKind.NotInitialized)
            throw Reject(Rule.UninitializedRegister, $"R{(int)register} !read_ok");
    }

    // The register is about to be written.
    private void Write(Register register)
    {
        if (register == Register.R10) throw Reject(Rule.FramePointerWrite, "frame pointer is read only");
    }

    private bool IsLeakingPointer(int register) =>
        !_policy.MayLeak && register >= 0 && Registers[register].Kind is not (RegisterKind.Scalar or RegisterKind.NotInitialized);

    private static RegisterState ArenaPointer() => new() { Kind = RegisterKind.Arena, Number = Scalar.Unknown };

    private RejectionException Reject(Rule rule, string message) => new(rule, _slot, message);
}
