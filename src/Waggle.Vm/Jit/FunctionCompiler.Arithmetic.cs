using Waggle.Bpf.Instructions;
using Waggle.Verifier.Proofs;

namespace Waggle.Vm.Jit;

internal sealed partial class FunctionCompiler
{
    private void CompileArithmetic(int slot, in Instruction instruction)
    {
        int destination = (int)instruction.Destination;
        if ((_liveAfter >> destination & 1) == 0) return; // nothing reads the result, and nothing can go wrong
        bool isWide = instruction.Opcode.Class == InstructionClass.Alu64;
        Node value = instruction.Opcode.AluOperation switch
        {
            AluOperation.Move => Move(instruction, isWide),
            AluOperation.Negate => Nodes.Unary(isWide ? UnaryOperation.Negate64 : UnaryOperation.Negate32, Narrow(Use(destination, isReplaced: true), isWide)),
            AluOperation.ByteSwap => ByteSwap(instruction, isWide),
            _ => Binary(slot, instruction, isWide),
        };
        Set(destination, Nodes.ZeroExtend(value));
    }

    private Node Move(in Instruction instruction, bool isWide)
    {
        if (instruction.Opcode.Operand == Operand.Immediate)
            return Nodes.Constant(isWide ? (ulong)(long)instruction.Immediate : (uint)instruction.Immediate);
        Node source = Use((int)instruction.Source, isReplaced: instruction.Source == instruction.Destination);
        Node low = Nodes.Low(source);
        Node? extended = instruction.Offset switch
        {
            8 => Nodes.Unary(UnaryOperation.SignExtend8, low),
            16 => Nodes.Unary(UnaryOperation.SignExtend16, low),
            32 => low,
            _ => null,
        };
        if (extended is null) return isWide ? source : low;
        return isWide ? Nodes.SignExtend(extended) : extended;
    }

    // To little endian only cuts off what lies above; to big endian, and the swap of the 64-bit class, turn the bytes round.
    private Node ByteSwap(in Instruction instruction, bool isWide)
    {
        Node operand = Use((int)instruction.Destination, isReplaced: true);
        bool isSwap = isWide || instruction.Opcode.Operand == Operand.Register;
        return instruction.Immediate switch
        {
            16 => Nodes.Unary(isSwap ? UnaryOperation.Swap16 : UnaryOperation.ZeroExtend16, Nodes.Low(operand)),
            32 when isSwap => Nodes.Unary(UnaryOperation.Swap32, Nodes.Low(operand)),
            32 => Nodes.Low(operand),
            _ => isSwap ? Nodes.Unary(UnaryOperation.Swap64, operand) : operand,
        };
    }

    private Node Binary(int slot, in Instruction instruction, bool isWide)
    {
        int destination = (int)instruction.Destination, source = (int)instruction.Source;
        bool isSigned = instruction.Offset == 1;
        Node left, right;
        if (instruction.Opcode.Operand == Operand.Immediate)
        {
            left = Use(destination, isReplaced: true);
            right = Nodes.Constant((ulong)(long)instruction.Immediate);
        }
        else if (source == destination)
        {
            left = right = Use(destination);
            if (!left.IsCheap) throw new InvalidOperationException("A register that is read twice is in its variable.");
        }
        else
        {
            left = Use(destination, isReplaced: true);
            right = Use(source);
        }

        (left, right) = (Narrow(left, isWide), Narrow(right, isWide));
        bool mayBeRotation = instruction.Opcode.AluOperation is AluOperation.Or or AluOperation.Add or AluOperation.Xor;
        if (mayBeRotation && Nodes.TryRotate(_pending.DefinitionOf(left), _pending.DefinitionOf(right)) is { } rotation && _pending.MayPend(rotation, destination)) return rotation;
        bool isDivisorSafe = _image.Proof is not null && (FactsAt(slot) & ProofFacts.UnsafeDivisor) == 0;
        return Nodes.Binary(OperationOf(instruction.Opcode.AluOperation, isSigned, isDivisorSafe), left, right);
    }

    private static Node Narrow(Node node, bool isWide) => isWide ? node : Nodes.Low(node);

    private static BinaryOperation OperationOf(AluOperation operation, bool isSigned, bool isDivisorSafe) => operation switch
    {
        AluOperation.Add => BinaryOperation.Add,
        AluOperation.Subtract => BinaryOperation.Subtract,
        AluOperation.Multiply => BinaryOperation.Multiply,
        AluOperation.Divide when isDivisorSafe => isSigned ? BinaryOperation.SafeDivideSigned : BinaryOperation.SafeDivide,
        AluOperation.Modulo when isDivisorSafe => isSigned ? BinaryOperation.SafeModuloSigned : BinaryOperation.SafeModulo,
        AluOperation.Divide => isSigned ? BinaryOperation.DivideSigned : BinaryOperation.Divide,
        AluOperation.Modulo => isSigned ? BinaryOperation.ModuloSigned : BinaryOperation.Modulo,
        AluOperation.Or => BinaryOperation.Or,
        AluOperation.And => BinaryOperation.And,
        AluOperation.Xor => BinaryOperation.Xor,
        AluOperation.ShiftLeft => BinaryOperation.ShiftLeft,
        AluOperation.ShiftRight => BinaryOperation.ShiftRight,
        AluOperation.ShiftRightArithmetic => BinaryOperation.ShiftRightArithmetic,
        _ => throw new InvalidOperationException($"{operation} has no two operands."),
    };
}
