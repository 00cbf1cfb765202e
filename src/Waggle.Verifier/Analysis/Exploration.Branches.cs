using Waggle.Bpf.Instructions;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Conditional jumps, and what each way says of the operands (<c>check_cond_jmp_op</c> in kernel/bpf/verifier.c).</content>
internal sealed partial class Exploration
{
    private void Branch(in Instruction instruction)
    {
        int left = (int)instruction.Destination, right = (int)instruction.Source;
        bool isRegister = instruction.Opcode.Operand == Operand.Register, is32 = instruction.Opcode.Class == InstructionClass.Jmp32;
        JumpOperation operation = instruction.Opcode.JumpOperation;
        Read(instruction.Destination);
        if (isRegister)
        {
            Read(instruction.Source);
            if (!(IsPacket(Registers[left]) && IsPacket(Registers[right])) && IsLeakingPointer(right))
                throw Reject(Rule.PointerComparison, $"R{right} pointer comparison prohibited");
        }

        // Where it is known not to be null the comparison says nothing; but Linux does not count the stack among what is not.
        if (Registers[left].Kind == RegisterKind.Stack && IsLeakingPointer(left)) throw Reject(Rule.PointerComparison, $"R{left} pointer comparison prohibited");
        RegisterState immediate = isRegister ? default : RegisterState.Constant((ulong)instruction.Immediate);
        ref RegisterState second = ref isRegister ? ref Registers[right] : ref immediate;
        int target = _slot + 1 + instruction.Offset;
        int outcome = IsForeseen(Registers[left], second, operation, is32) ? Foresee(Registers[left], second, operation, is32) : -1;
        if (outcome >= 0)
        {
            // The numbers have decided: they must be as precise wherever this state stands for another.
            if (Registers[left].IsScalar) MarkPrecise(left);
            if (isRegister && Registers[right].IsScalar) MarkPrecise(right);
            (int taken, int notTaken) = outcome == 1 ? (target, _slot + 1) : (_slot + 1, target);
            GuessBranch(notTaken, left, isRegister ? right : -1);
            _slot = taken;
            return;
        }

        NoteLinked(left, isRegister ? right : -1);
        PathState other = Fork(target, _slot);
        RegisterState otherImmediate = immediate;
        ref RegisterState otherSecond = ref isRegister ? ref other.Registers[right] : ref otherImmediate;
        if (Registers[left].IsScalar && second.IsScalar)
        {
            Refine(ref other.Registers[left].Number, ref otherSecond.Number, ref Registers[left].Number, ref second.Number, operation, is32);
            if (isRegister && second.Id != 0)
            {
                SyncLinked(_state, second);
                SyncLinked(other, otherSecond);
            }
            if (Registers[left].Id != 0)
            {
                SyncLinked(_state, Registers[left]);
                SyncLinked(other, other.Registers[left]);
            }
        }

        LearnOfPointers(instruction, other, is32, isRegister, immediate);
        _slot++;
    }

    private void LearnOfPointers(in Instruction instruction, PathState other, bool is32, bool isRegister, in RegisterState immediate)
    {
        int left = (int)instruction.Destination, right = (int)instruction.Source;
        JumpOperation operation = instruction.Opcode.JumpOperation;
        bool isEquality = operation is JumpOperation.Equal or JumpOperation.NotEqual;
        if (_profile.Has(KernelFeature.NullnessByEquality) && !is32 && isRegister && isEquality && Registers[left].IsPointer && Registers[right].IsPointer
            && Registers[left].MayBeNull != Registers[right].MayBeNull
            && Registers[left].Kind != RegisterKind.KernelObject && Registers[right].Kind != RegisterKind.KernelObject)
        {
            // Equal to a pointer that is not null: not null itself.
            PathState equal = operation == JumpOperation.Equal ? other : _state;
            LearnNull(equal, equal.Registers[Registers[left].MayBeNull ? left : right], isNull: false);
            return;
        }

        if (!is32 && isEquality && (isRegister ? Registers[right].IsNull : immediate.IsNull) && Registers[left].MayBeNull)
        {
            LearnNull(_state, Registers[left], isNull: operation == JumpOperation.NotEqual);
            LearnNull(other, other.Registers[left], isNull: operation == JumpOperation.Equal);
            return;
        }

        if (isRegister && !is32 && LearnOfPacket(operation, left, right, other)) return;
        if (IsLeakingPointer(left)) throw Reject(Rule.PointerComparison, $"R{left} pointer comparison prohibited");
    }

    private static bool IsPacket(in RegisterState register) => register.Kind is RegisterKind.Packet or RegisterKind.PacketMeta or RegisterKind.PacketEnd;

    // 1: the jump is taken, 0: it is not, -1: nobody knows.
    private static int Foresee(in RegisterState left, in RegisterState right, JumpOperation operation, bool is32)
    {
        if (IsPacket(left) && IsPacket(right) && !is32) return ForeseePacket(left, right, operation);
        if (left.IsPointer || right.IsPointer)
        {
            (RegisterState pointer, RegisterState number) = left.IsPointer ? (left, right) : (right, left);
            if (is32 || !number.IsNull || !IsNeverNull(pointer)) return -1;
            return operation switch { JumpOperation.Equal => 0, JumpOperation.NotEqual => 1, _ => -1 };
        }
        return Comparison.Outcome(left.Number, right.Number, operation, is32);
    }

    private static bool IsNeverNull(in RegisterState pointer) => !pointer.MayBeNull && pointer.Kind switch
    {
        RegisterKind.Socket or RegisterKind.TcpSocket or RegisterKind.MapValue or RegisterKind.MapKey or RegisterKind.SocketCommon
            or RegisterKind.Map or RegisterKind.Memory or RegisterKind.Stack => !pointer.Has(RegisterTraits.Untrusted),
        RegisterKind.KernelObject => pointer.Has(RegisterTraits.Trusted | RegisterTraits.Allocated),
        _ => false,
    };

    private static int ForeseePacket(in RegisterState left, in RegisterState right, JumpOperation operation)
    {
        const int AtEnd = -1, BeyondEnd = -2;
        bool isReversed = left.Kind == RegisterKind.PacketEnd;
        if (isReversed == (right.Kind == RegisterKind.PacketEnd)) return -1;
        int range = isReversed ? right.Range : left.Range;
        if (range >= 0) return -1;
        if (isReversed) operation = Flip(operation);
        return operation switch
        {
            JumpOperation.LessOrEqualUnsigned or JumpOperation.GreaterUnsigned when range == BeyondEnd => operation == JumpOperation.GreaterUnsigned ? 1 : 0,
            JumpOperation.LessUnsigned or JumpOperation.GreaterOrEqualUnsigned when range is BeyondEnd or AtEnd => operation == JumpOperation.GreaterOrEqualUnsigned ? 1 : 0,
            _ => -1,
        };
    }

    private static JumpOperation Flip(JumpOperation operation) => operation switch
    {
        JumpOperation.GreaterUnsigned => JumpOperation.LessUnsigned,
        JumpOperation.GreaterOrEqualUnsigned => JumpOperation.LessOrEqualUnsigned,
        JumpOperation.LessUnsigned => JumpOperation.GreaterUnsigned,
        JumpOperation.LessOrEqualUnsigned => JumpOperation.GreaterOrEqualUnsigned,
        _ => operation,
    };

    // A comparison of packet and end says how much of the packet there is (try_match_pkt_pointers).
    private bool LearnOfPacket(JumpOperation operation, int left, int right, PathState other)
    {
        RegisterState first = Registers[left], second = Registers[right];
        bool isForward = IsStartAndEnd(first, second), isBackward = IsStartAndEnd(second, first);
        if (!isForward && !isBackward) return false;
        int start = isForward ? left : right;
        // As if the start stood on the left.
        switch (isForward ? operation : Flip(operation))
        {
            case JumpOperation.GreaterUnsigned:
                LearnRange(_state, start, isOpen: false);
                MarkAtEnd(other, start, isBeyond: true);
                return true;
            case JumpOperation.LessUnsigned:
                LearnRange(other, start, isOpen: true);
                MarkAtEnd(_state, start, isBeyond: false);
                return true;
            case JumpOperation.GreaterOrEqualUnsigned:
                LearnRange(_state, start, isOpen: true);
                MarkAtEnd(other, start, isBeyond: false);
                return true;
            case JumpOperation.LessOrEqualUnsigned:
                LearnRange(other, start, isOpen: false);
                MarkAtEnd(_state, start, isBeyond: true);
                return true;
            default:
                return false;
        }
    }

    private static bool IsStartAndEnd(in RegisterState start, in RegisterState end) =>
        (start.Kind == RegisterKind.Packet && end.Kind == RegisterKind.PacketEnd)
        || (start.Kind == RegisterKind.PacketMeta && end is { Kind: RegisterKind.Packet, Offset: 0 } && end.Number.IsConstant && end.Number.Value == 0);

    // Up to the pointer there are bytes, and one more if it is less than the end.
    private static void LearnRange(PathState state, int register, bool isOpen)
    {
        const int LongestPacket = 0xffff; // MAX_PACKET_OFF
        RegisterState pointer = state.Registers[register];
        if (pointer.Offset < 0 || (pointer.Offset == 0 && isOpen)) return;
        if (pointer.Number.UMax > LongestPacket || pointer.Number.UMax + (ulong)pointer.Offset > LongestPacket) return;
        int range = pointer.Offset + (isOpen ? 1 : 0);
        foreach (ref RegisterState each in state.AllRegisters)
        {
            if (each.Kind == pointer.Kind && each.Id == pointer.Id && each.Range >= 0) each.Range = Math.Max(each.Range, range);
        }
    }

    private static void MarkAtEnd(PathState state, int register, bool isBeyond)
    {
        ref RegisterState pointer = ref state.Registers[register];
        if (pointer.Kind == RegisterKind.Packet) pointer.Range = isBeyond ? -2 : -1;
    }
}
