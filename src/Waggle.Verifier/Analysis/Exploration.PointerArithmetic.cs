using Waggle.Bpf.Instructions;
using Waggle.Verifier.Code;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>A pointer plus or minus a number (<c>adjust_ptr_min_max_vals</c> in kernel/bpf/verifier.c).</content>
internal sealed partial class Exploration
{
    private const long LargestOffset = 1 << 29; // BPF_MAX_VAR_OFF

    private void ComputePointer(in Instruction instruction, AluOperation operation, bool is64)
    {
        int destination = (int)instruction.Destination, source = (int)instruction.Source;
        bool isRegister = instruction.Opcode.Operand == Operand.Register;
        ref RegisterState target = ref Registers[destination];
        if (target.Kind == RegisterKind.Arena || (isRegister && Registers[source].Kind == RegisterKind.Arena))
        {
            // Arena addresses are checked by the machine.
            target = ArenaPointer();
            return;
        }

        if (!isRegister)
        {
            RegisterState constant = RegisterState.Constant((ulong)instruction.Immediate);
            AddToPointer(ref target, target, constant, destination, operation, is64, isReversed: false);
            return;
        }

        RegisterState other = Registers[source];
        if (target.IsPointer && other.IsPointer)
        {
            if (operation != AluOperation.Subtract || !_policy.MayLeak)
                throw Reject(Rule.PointerArithmetic, $"R{destination} pointer {Mnemonic(operation)} pointer prohibited");
            target = RegisterState.Unknown;
            return;
        }

        MarkPrecise(target.IsPointer ? source : destination);
        if (target.IsPointer) AddToPointer(ref target, target, other, destination, operation, is64, isReversed: false);
        else AddToPointer(ref target, other, target, destination, operation, is64, isReversed: true);
    }

    private void AddToPointer(ref RegisterState target, RegisterState pointer, RegisterState offset, int number, AluOperation operation, bool is64, bool isReversed)
    {
        if (!offset.Number.IsConsistent)
        {
            target = RegisterState.Unknown;
            return;
        }

        if (!is64)
        {
            if (operation != AluOperation.Subtract || !_policy.MayLeak) throw Reject(Rule.PointerArithmetic, $"R{number} 32-bit pointer arithmetic prohibited");
            target = RegisterState.Unknown;
            return;
        }

        CheckArithmetic(pointer, offset, number);
        CheckOffset(offset, pointer.Kind);
        CheckOffset(pointer, pointer.Kind);
        target = pointer;
        bool isMasked = operation is AluOperation.Add or AluOperation.Subtract && MustMask();
        (int Kind, uint Limit) mask = isMasked ? BeginMask(pointer, offset, number, operation, isReversed) : default;
        target.Number.ForgetRanges32();
        switch (operation)
        {
            case AluOperation.Add:
                Add(ref target, pointer, offset, subtracts: false);
                break;
            case AluOperation.Subtract:
                if (isReversed) throw Reject(Rule.PointerArithmetic, $"R{number} tried to subtract pointer from scalar");
                if (pointer.Kind == RegisterKind.Stack) throw Reject(Rule.PointerArithmetic, $"R{number} subtraction from stack pointer prohibited");
                Add(ref target, pointer, offset, subtracts: true);
                break;
            case AluOperation.And or AluOperation.Or or AluOperation.Xor:
                throw Reject(Rule.PointerArithmetic, $"R{number} bitwise operator {Mnemonic(operation)} on pointer prohibited");
            default:
                throw Reject(Rule.PointerArithmetic, $"R{number} pointer arithmetic with {Mnemonic(operation)} operator prohibited");
        }

        CheckOffset(target, pointer.Kind);
        target.Number.Sync();
        if (!_policy.MayLeak) CheckReach(target, number);
        if (isMasked) EndMask(target, mask, number, operation);
    }

    private void CheckArithmetic(in RegisterState pointer, in RegisterState offset, int number)
    {
        if (pointer.MayBeNull) throw Reject(Rule.NullPointer, $"R{number} pointer arithmetic on {Describe(pointer)} prohibited, null-check it first");
        bool isForbidden = pointer.Kind switch
        {
            RegisterKind.Map => !offset.Number.IsConstant || offset.Number.Value != 0,
            RegisterKind.PacketEnd or RegisterKind.Socket or RegisterKind.SocketCommon or RegisterKind.TcpSocket or RegisterKind.XdpSocket
                or RegisterKind.Function or RegisterKind.DynamicPointer => true,
            RegisterKind.FlowKeys => !offset.Number.IsConstant,
            _ => false,
        };
        if (isForbidden) throw Reject(Rule.PointerArithmetic, $"R{number} pointer arithmetic on {Describe(pointer)} prohibited");
    }

    private void CheckOffset(in RegisterState register, RegisterKind kind)
    {
        long minimum = register.Number.SMin;
        string name = Describe(kind);
        if (register.Number.IsConstant && ((long)register.Number.Value >= LargestOffset || (long)register.Number.Value <= -LargestOffset))
            throw Reject(Rule.PointerOffsetTooLarge, $"math between {name} pointer and {(long)register.Number.Value} is not allowed");
        if (register.IsPointer && (register.Offset >= LargestOffset || register.Offset <= -LargestOffset))
            throw Reject(Rule.PointerOffsetTooLarge, $"{name} pointer offset {register.Offset} is not allowed");
        if (minimum == long.MinValue)
            throw Reject(Rule.PointerOffsetTooLarge, $"math between {name} pointer and register with unbounded min value is not allowed");
        if (minimum >= LargestOffset || minimum <= -LargestOffset)
            throw Reject(Rule.PointerOffsetTooLarge, $"value {minimum} makes {name} pointer be out of bounds");
    }

    private void Add(ref RegisterState target, in RegisterState pointer, in RegisterState offset, bool subtracts)
    {
        if (offset.Number.IsConstant)
        {
            long sum = subtracts ? pointer.Offset - (long)offset.Number.Value : pointer.Offset + (long)offset.Number.Value;
            if (sum == (int)sum)
            {
                target.Offset = (int)sum;
                return;
            }
        }

        ref Scalar to = ref target.Number;
        (to.SMin, to.SMax) = subtracts ? Difference(pointer.Number, offset.Number) : Sum(pointer.Number, offset.Number);
        (to.UMin, to.UMax) = subtracts ? UnsignedDifference(pointer.Number, offset.Number) : UnsignedSum(pointer.Number, offset.Number);
        to.Bits = subtracts ? pointer.Number.Bits - offset.Number.Bits : pointer.Number.Bits + offset.Number.Bits;
        if (pointer.Kind is not (RegisterKind.Packet or RegisterKind.PacketMeta)) return;
        // It is another pointer now: what a comparison has shown of the first says nothing of it.
        target.Id = ++_lastId;
        if (!subtracts || offset.Number.SMin < 0) target.Range = 0;
    }

    private static (long, long) Sum(in Scalar a, in Scalar b)
    {
        long low = unchecked(a.SMin + b.SMin), high = unchecked(a.SMax + b.SMax);
        bool overflows = ((a.SMin ^ low) & (b.SMin ^ low)) < 0 || ((a.SMax ^ high) & (b.SMax ^ high)) < 0;
        return overflows ? (long.MinValue, long.MaxValue) : (low, high);
    }

    private static (long, long) Difference(in Scalar a, in Scalar b)
    {
        long low = unchecked(a.SMin - b.SMax), high = unchecked(a.SMax - b.SMin);
        bool overflows = ((a.SMin ^ b.SMax) & (a.SMin ^ low)) < 0 || ((a.SMax ^ b.SMin) & (a.SMax ^ high)) < 0;
        return overflows ? (long.MinValue, long.MaxValue) : (low, high);
    }

    private static (ulong, ulong) UnsignedSum(in Scalar a, in Scalar b)
    {
        ulong low = unchecked(a.UMin + b.UMin), high = unchecked(a.UMax + b.UMax);
        return low < a.UMin || high < a.UMax ? (0, ulong.MaxValue) : (low, high);
    }

    private static (ulong, ulong) UnsignedDifference(in Scalar a, in Scalar b) =>
        a.UMin < b.UMax ? (0, ulong.MaxValue) : (a.UMin - b.UMax, a.UMax - b.UMin);

    private static string Mnemonic(AluOperation operation) => operation switch
    {
        AluOperation.Add => "+=",
        AluOperation.Subtract => "-=",
        AluOperation.Multiply => "*=",
        AluOperation.Divide => "/=",
        AluOperation.Or => "|=",
        AluOperation.And => "&=",
        AluOperation.ShiftLeft => "<<=",
        AluOperation.ShiftRight => ">>=",
        AluOperation.Modulo => "%=",
        AluOperation.Xor => "^=",
        AluOperation.ShiftRightArithmetic => "s>>=",
        _ => "=",
    };
}
