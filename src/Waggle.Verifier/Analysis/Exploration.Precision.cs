using System.Numerics;
using Waggle.Bpf.Instructions;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Goes back along the way and marks what has made a number what it is, since that number has decided something.</content>
/// <remarks><c>mark_chain_precision</c> and <c>backtrack_insn</c> in kernel/bpf/verifier.c. Marks matter in remembered states only.</remarks>
internal sealed partial class Exploration
{
    private const int ArgumentRegisters = 0x3e, CallerRegisters = 0x3f;
    private static readonly PathEvent s_nothing;

    private readonly int[] _wanted = new int[PathState.MostFrames];         // registers by frame
    private readonly ulong[] _wantedSlots = new ulong[PathState.MostFrames]; // stack slots by frame
    private int _wantedFrame;
    private PathEvent[] _history = new PathEvent[32];
    private int _historyCount, _historyEntry = -1;

    // Writes down that the way came here, or what happened here.
    private void Note(StackAccess access, ulong linked)
    {
        if (_historyEntry >= 0)
        {
            ref PathEvent known = ref _history[_historyEntry];
            if (access.IsAccess) known.Access = access;
            if (linked != 0) known.Linked = linked;
            return;
        }

        _historyCount = _state.HistoryEnd;
        if (_historyCount == _history.Length) Array.Resize(ref _history, 2 * _history.Length);
        _history[_historyCount] = new(_slot, _previous, access, linked);
        _historyEntry = _historyCount++;
        _state.HistoryEnd = _historyCount;
    }

    // A number has decided something.
    private void MarkPrecise(int register)
    {
        if (!_policy.IsCapable || !Registers[register].IsScalar) return;
        BeginWanting();
        _wanted[_state.Depth] = 1 << register;
        GoBack();
    }

    private void BeginWanting()
    {
        Array.Clear(_wanted);
        Array.Clear(_wantedSlots);
        _wantedFrame = _state.Depth;
    }

    private bool WantsNothing()
    {
        int registers = 0;
        ulong slots = 0;
        for (int i = 0; i <= _wantedFrame; i++) (registers, slots) = (registers | _wanted[i], slots | _wantedSlots[i]);
        return registers == 0 && slots == 0;
    }

    // An equal state needed some numbers to be what they were: so do the states that led here.
    private void SpreadPrecision(PathState old)
    {
        if (!_policy.IsCapable) return;
        BeginWanting();
        for (int i = old.Depth; i >= 0; i--)
        {
            Frame frame = old[i];
            for (int register = 0; register < Frame.FramePointer; register++)
            {
                if (frame[register] is { IsScalar: true, IsPrecise: true }) _wanted[i] |= 1 << register;
            }
            for (int slot = 0; slot < frame.SlotCount; slot++)
            {
                if (frame.Slots[slot] is { IsSpill: true, Register: { IsScalar: true, IsPrecise: true } }) _wantedSlots[i] |= 1ul << slot;
            }
        }
        GoBack();
    }

    private void GoBack()
    {
        if (WantsNothing()) return;
        PathState state = _state;
        int first = state.FirstSlot, last = _slot, following = -1;
        bool isFirst = true;
        while (true)
        {
            if (last < 0)
            {
                // The entry of a global function: its arguments are what they are.
                _wanted[0] &= ~ArgumentRegisters;
                if (!WantsNothing()) MarkAllPrecise();
                return;
            }

            int end = state.HistoryEnd;
            for (int slot = last; ;)
            {
                if (!isFirst && !GoBackOver(slot, following, in EventAt(state, end, slot)))
                {
                    MarkAllPrecise();
                    return;
                }
                isFirst = false;
                if (WantsNothing()) return;
                following = slot;
                slot = SlotBefore(state, slot, ref end);
                if (slot < 0) break;
            }

            if (state.Parent is not { } parent) break;
            state = parent;
            MarkWanted(state);
            if (WantsNothing()) return;
            (following, last, first) = (first, state.LastSlot, state.FirstSlot);
        }

        // Something was missed: a write through another register than r10, say.
        if (!WantsNothing()) MarkAllPrecise();
    }

    private void MarkWanted(PathState state)
    {
        for (int i = Math.Min(_wantedFrame, state.Depth); i >= 0; i--)
        {
            Frame frame = state[i];
            for (int rest = _wanted[i]; rest != 0; rest &= rest - 1)
            {
                ref RegisterState register = ref frame[BitOperations.TrailingZeroCount(rest)];
                if (!register.IsScalar || register.IsPrecise) _wanted[i] &= ~(rest & -rest);
                else register.IsPrecise = true;
            }

            for (ulong rest = _wantedSlots[i]; rest != 0; rest &= rest - 1)
            {
                int slot = BitOperations.TrailingZeroCount(rest);
                if (slot >= frame.SlotCount || !frame.Slots[slot].IsSpilledScalar || frame.Slots[slot].Register.IsPrecise) _wantedSlots[i] &= ~(1ul << slot);
                else frame.Slots[slot].Register.IsPrecise = true;
            }
        }
    }

    // What happened at an instruction on the way; nothing, if it was not written down.
    private ref readonly PathEvent EventAt(PathState state, int end, int slot) =>
        ref end > state.HistoryStart && _history[end - 1].Slot == slot ? ref _history[end - 1] : ref s_nothing;

    // The instruction that was gone through before; -1 if this state began here.
    private int SlotBefore(PathState state, int slot, ref int end)
    {
        int count = end - state.HistoryStart;
        if (slot == state.FirstSlot && (count == 0 || (count == 1 && _history[state.HistoryStart].Slot == slot))) return -1;
        if (count != 0 && _history[end - 1].Slot == slot) return _history[--end].Previous;
        if (slot == 0) return -1;
        // A 64-bit immediate has two slots.
        return (_text.Marks[slot - 1] & SlotMarks.SecondHalf) != 0 ? slot - 2 : slot - 1;
    }

    // What was wanted after an instruction becomes what is wanted before it; false if that can't be told.
    private bool GoBackOver(int slot, int following, in PathEvent happened)
    {
        SpreadOverLinked(happened);
        ref readonly Instruction instruction = ref _code[slot];
        ref int wanted = ref _wanted[_wantedFrame];
        (int destination, int source) = (1 << (int)instruction.Destination, 1 << (int)instruction.Source & ~(1 << Frame.FramePointer));
        Opcode opcode = instruction.Opcode;
        switch (opcode.Class)
        {
            case InstructionClass.Alu or InstructionClass.Alu64:
                if ((wanted & destination) == 0) return true;
                if (opcode.AluOperation == AluOperation.Move) wanted &= ~destination;
                if (opcode.Operand == Operand.Register && opcode.AluOperation is not (AluOperation.ByteSwap or AluOperation.Negate)) wanted |= source;
                return true;
            case InstructionClass.Ldx:
                return GoBackOverLoad(destination, happened);
            case InstructionClass.Stx when opcode.Mode == MemoryMode.Atomic && RegisterUse.Writes(instruction) is not 0 and var loaded:
                return GoBackOverLoad(loaded, happened);
            case InstructionClass.St or InstructionClass.Stx:
                // A number is no address: a pointer was subtracted from another.
                if ((wanted & destination) != 0) return false;
                if (happened.Access is not { IsAccess: true } access || (_wantedSlots[access.Frame] >> access.Slot & 1) == 0) return true;
                _wantedSlots[access.Frame] &= ~(1ul << access.Slot);
                if (opcode.Class == InstructionClass.Stx) wanted |= source;
                return true;
            case InstructionClass.Ld when opcode.Mode != MemoryMode.Immediate && following != slot + 1:
                return GoBackIntoFunction(); // a packet load behind the packet's end: its function was left
            case InstructionClass.Ld:
                if ((wanted & (opcode.Mode == MemoryMode.Immediate ? destination : 1)) == 0) return true;
                wanted &= ~destination;
                return opcode.Mode == MemoryMode.Immediate;
            default:
                if (!GoBackOverJump(instruction, slot, following)) return false;
                SpreadOverLinked(happened);
                return true;
        }
    }

    private bool GoBackOverLoad(int register, in PathEvent happened)
    {
        ref int wanted = ref _wanted[_wantedFrame];
        if ((wanted & register) == 0) return true;
        wanted &= ~register;
        if (happened.Access is { IsAccess: true } access) _wantedSlots[access.Frame] |= 1ul << access.Slot;
        return true;
    }

    private bool GoBackOverJump(in Instruction instruction, int slot, int following)
    {
        ref int wanted = ref _wanted[_wantedFrame];
        switch (instruction.Opcode.JumpOperation)
        {
            case JumpOperation.Call when instruction.Source == (Register)CallKind.Function:
                if (_text.Containing(slot + 1 + instruction.Immediate).IsGlobal || following == slot + 1)
                {
                    wanted &= ~CallerRegisters;
                    return true;
                }
                // Out of the function, to the call: what it was given.
                if ((wanted & ~ArgumentRegisters) != 0 || _wantedSlots[_wantedFrame] != 0 || _wantedFrame == 0) return false;
                _wanted[_wantedFrame - 1] |= wanted;
                wanted = 0;
                _wantedFrame--;
                return true;
            case JumpOperation.Call when (_text.Marks[slot] & SlotMarks.CallsBack) != 0 && following != slot + 1:
                if ((wanted & ~ArgumentRegisters) != 0 || _wantedSlots[_wantedFrame] != 0 || _wantedFrame == 0) return false;
                wanted = 0;
                _wantedFrame--;
                return true;
            case JumpOperation.Call when following != slot + 1:
                return GoBackIntoFunction(); // a tail call: it came back in place of its function
            case JumpOperation.Call:
                wanted &= ~1;
                return (wanted & ArgumentRegisters) == 0;
            case JumpOperation.Exit:
                if (following >= 0 && (_text.Marks[following] & SlotMarks.CallsBack) != 0) wanted &= ~ArgumentRegisters;
                if ((wanted & ArgumentRegisters) != 0 || _wantedFrame == PathState.MostFrames - 1) return false;
                // Back in a function that was called: only its result is known to the caller.
                bool isCall = following > 0 && _code[following - 1] is { Opcode: { Class: InstructionClass.Jmp, JumpOperation: JumpOperation.Call }, Source: (Register)CallKind.Function };
                int result = isCall ? wanted & 1 : 0;
                wanted &= ~1;
                _wanted[++_wantedFrame] = result;
                _wantedSlots[_wantedFrame] = 0;
                return true;
            case JumpOperation.Always or JumpOperation.MayGoto:
                return true;
            default:
                if (instruction.Opcode.Operand != Operand.Register) return true;
                int both = 1 << (int)instruction.Destination | 1 << (int)instruction.Source;
                if ((wanted & both) != 0) wanted |= both & ~(1 << Frame.FramePointer);
                return true;
        }
    }

    // Into a function that was left in its midst: what it returned came from nothing in it.
    private bool GoBackIntoFunction()
    {
        ref int wanted = ref _wanted[_wantedFrame];
        wanted &= ~1;
        if ((wanted & ArgumentRegisters) != 0 || _wantedFrame == PathState.MostFrames - 1) return false;
        (_wanted[++_wantedFrame], _wantedSlots[_wantedFrame]) = (0, 0);
        return true;
    }

    private void SpreadOverLinked(in PathEvent happened)
    {
        if (happened.Linked == 0) return;
        LinkedNumbers linked = new(happened.Linked);
        bool isWanted = false;
        for (int i = 0; i < linked.Count; i++)
        {
            (int frame, int index, bool isRegister) = linked[i];
            isWanted |= isRegister ? (_wanted[frame] >> index & 1) != 0 : (_wantedSlots[frame] >> index & 1) != 0;
        }

        for (int i = 0; isWanted && i < linked.Count; i++)
        {
            (int frame, int index, bool isRegister) = linked[i];
            if (isRegister) _wanted[frame] |= 1 << index;
            else _wantedSlots[frame] |= 1ul << index;
        }
    }

    private void MarkAllPrecise()
    {
        for (PathState? state = _state.Parent; state is not null; state = state.Parent) SetPrecision(state, true);
    }

    private static void MarkImprecise(PathState state) => SetPrecision(state, false);

    private static void SetPrecision(PathState state, bool isPrecise)
    {
        for (int i = 0; i <= state.Depth; i++)
        {
            Frame frame = state[i];
            for (int register = 0; register < Frame.FramePointer; register++)
            {
                if (frame[register].IsScalar) frame[register].IsPrecise = isPrecise;
            }
            for (int slot = 0; slot < frame.SlotCount; slot++)
            {
                if (frame.Slots[slot].IsSpilledScalar) frame.Slots[slot].Register.IsPrecise = isPrecise;
            }
        }
    }
}
