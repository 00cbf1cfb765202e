using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Waggle.Verifier.Tests.Proofs;

internal sealed partial class SymbolicMachine
{
    /// <summary>Does one instruction.</summary>
    /// <returns>Where it may go on, and with what.</returns>
    private IEnumerable<(int Next, MachineState State)> Step(Frame frame, int at, MachineState state)
    {
        int code = frame.Code[at] == 0xfe ? 0xfe00 | frame.Code[at + 1] : frame.Code[at];
        OpCode operation = s_codes[code];
        int operandAt = at + operation.Size;
        string name = operation.Name!;
        switch (operation.OperandType)
        {
            case OperandType.ShortInlineBrTarget:
                return Branch(name, operandAt + 1 + (sbyte)frame.Code[operandAt], operandAt + 1, state);
            case OperandType.InlineBrTarget:
                return Branch(name, operandAt + 4 + frame.ReadInt32(operandAt), operandAt + 4, state);
            case OperandType.InlineSwitch:
                return [Switch(frame, operandAt, state)];
        }
        if (operation == OpCodes.Ret)
            return [(Frame.Return, state)];

        int size = operation.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 => 8,
            _ => 4,
        };
        long operand = size switch
        {
            0 => 0,
            1 => operation.OperandType == OperandType.ShortInlineI ? (sbyte)frame.Code[operandAt] : frame.Code[operandAt],
            2 => BinaryPrimitives.ReadInt16LittleEndian(frame.Code.AsSpan(operandAt)),
            8 => BinaryPrimitives.ReadInt64LittleEndian(frame.Code.AsSpan(operandAt)),
            _ => frame.ReadInt32(operandAt),
        };
        return [(operandAt + size, Do(frame, name, operand, state))];
    }

    private MachineState Do(Frame frame, string name, long operand, MachineState state)
    {
        string[] parts = name.Split('.');
        switch (parts[0])
        {
            case "nop":
                return state;
            case "ldc":
                bool isLong = parts[1] == "i8";
                if (parts.Length > 2 && parts[2] != "s")
                    operand = parts[2] is "m1" ? -1 : int.Parse(parts[2]);
                return Push(state, Term.Constant((UInt128)(ulong)operand, isLong ? 64 : 32));
            case "ldarg":
                return Push(state, state.Load(frame.Arguments[Index(parts, operand)]));
            case "ldarga":
                return Push(state, frame.Arguments[(int)operand]);
            case "starg":
                return Pop(ref state, out Value argument).Store(frame.Arguments[(int)operand], argument);
            case "ldloc":
                return Push(state, state.Load(frame.Locals[Index(parts, operand)]));
            case "ldloca":
                return Push(state, frame.Locals[(int)operand]);
            case "stloc":
                return Pop(ref state, out Value local).Store(frame.Locals[Index(parts, operand)], local);
            case "ldfld":
                Pop(ref state, out Value record);
                FieldInfo field = frame.Method.Module.ResolveField((int)operand)!;
                return Push(state, record is Value.Address from ? state.Load(from.Field(field.Name)) : ((Value.Struct)record)[field.Name]);
            case "ldflda":
                Pop(ref state, out Value owner);
                return Push(state, ((Value.Address)owner).Field(frame.Method.Module.ResolveField((int)operand)!.Name));
            case "stfld":
                Pop(ref state, out Value part);
                Pop(ref state, out Value whole);
                return state.Store(((Value.Address)whole).Field(frame.Method.Module.ResolveField((int)operand)!.Name), part);
            case "ldobj":
            case "ldind":
                Pop(ref state, out Value source);
                return Push(state, state.Load((Value.Address)source));
            case "stobj":
            case "stind":
                Pop(ref state, out Value stored);
                Pop(ref state, out Value target);
                return state.Store((Value.Address)target, stored);
            case "initobj":
                Pop(ref state, out Value cleared);
                return state.Store((Value.Address)cleared, Value.Zero(frame.Method.Module.ResolveType((int)operand)));
            case "dup":
                return Push(state, state.Stack.Peek());
            case "pop":
                return Pop(ref state, out _);
            case "call":
                return Invoke(frame.Method.Module.ResolveMethod((int)operand)!, state);
            case "newobj":
                return Create(frame.Method.Module.ResolveMethod((int)operand)!, state);
            case "conv":
                Pop(ref state, out Value number);
                return Push(state, Convert(((Value.Number)number).Term, parts[1]));
            case "not":
                return Push(Pop(ref state, out Value inverted), ~((Value.Number)inverted).Term);
            case "neg":
                Term negated = ((Value.Number)state.Stack.Peek()).Term;
                return Push(Pop(ref state, out _), Term.Constant(0, negated.Width) - negated);
            default:
                Pop(ref state, out Value right);
                Pop(ref state, out Value left);
                return Push(state, Compute(name, ((Value.Number)left).Term, ((Value.Number)right).Term));
        }
    }

    private static Term Compute(string name, Term a, Term b)
    {
        switch (name)
        {
            case "add": return a + b;
            case "sub": return a - b;
            case "mul": return Term.Product(a.ZeroExtend(64), b.ZeroExtend(64)).Extract(0, a.Width);
            case "and": return a & b;
            case "or": return a | b;
            case "xor": return a ^ b;
            case "shl": return a.ShiftLeft(b.ZeroExtend(a.Width));
            case "shr": return a.ShiftRightArithmetic(b.ZeroExtend(a.Width));
            case "shr.un": return a.ShiftRight(b.ZeroExtend(a.Width));
            case "ceq": return Truth(a.Is(b));
            case "cgt": return Truth(b.IsLess(a));
            case "cgt.un": return Truth(b.IsBelow(a));
            case "clt": return Truth(a.IsLess(b));
            case "clt.un": return Truth(a.IsBelow(b));
            default: throw new NotSupportedException(name);
        }
    }

    private static Term Convert(Term term, string type) => type switch
    {
        "u8" => term.ZeroExtend(64),
        "i8" => term.SignExtend(64),
        "u4" or "i4" => term.Extract(0, 32),
        "u1" => term.Extract(0, 8).ZeroExtend(32),
        _ => throw new NotSupportedException($"conv.{type}"),
    };

    private static Term Truth(Term truth) => Term.If(truth, Term.Constant(1, 32), Term.Constant(0, 32));

    private static IEnumerable<(int, MachineState)> Branch(string name, int target, int next, MachineState state)
    {
        name = name.EndsWith(".s", StringComparison.Ordinal) ? name[..^2] : name;
        Term condition;
        if (name == "br")
            return [(target, state)];
        Pop(ref state, out Value last);
        Term b = ((Value.Number)last).Term;
        if (name is "brtrue" or "brfalse")
            condition = name == "brtrue" ? b.IsNotZero() : !b.IsNotZero();
        else
        {
            Pop(ref state, out Value first);
            Term a = ((Value.Number)first).Term;
            condition = name switch
            {
                "beq" => a.Is(b),
                "bne.un" => !a.Is(b),
                "blt" => a.IsLess(b),
                "blt.un" => a.IsBelow(b),
                "ble" => a.IsNoMore(b),
                "ble.un" => a.IsAtMost(b),
                "bgt" => b.IsLess(a),
                "bgt.un" => b.IsBelow(a),
                "bge" => b.IsNoMore(a),
                "bge.un" => b.IsAtMost(a),
                _ => throw new NotSupportedException(name),
            };
        }
        return [(target, state with { Condition = state.Condition & condition }), (next, state with { Condition = state.Condition & !condition })];
    }

    /// <summary>Operations are known when a method is proved, so only one way is left.</summary>
    private static (int, MachineState) Switch(Frame frame, int operandAt, MachineState state)
    {
        int count = frame.ReadInt32(operandAt), next = operandAt + 4 + 4 * count;
        Pop(ref state, out Value value);
        Term chosen = ((Value.Number)value).Term;
        if (!chosen.IsConstant)
            throw new NotSupportedException("switch on an unknown number");
        return (chosen.Number < (UInt128)count ? next + frame.ReadInt32(operandAt + 4 + 4 * (int)chosen.Number) : next, state);
    }

    private MachineState Invoke(MethodBase method, MachineState state)
    {
        var arguments = new Value[method.GetParameters().Length + (method.IsStatic ? 0 : 1)];
        for (int i = arguments.Length - 1; i >= 0; i--)
            Pop(ref state, out arguments[i]);
        (Value? result, state) = Call(method, arguments, state);
        return result is null ? state : Push(state, result);
    }

    private MachineState Create(MethodBase constructor, MachineState state)
    {
        var arguments = new Value[constructor.GetParameters().Length + 1];
        for (int i = arguments.Length - 1; i >= 1; i--)
            Pop(ref state, out arguments[i]);
        (Value.Address made, state) = Allocate(Value.Zero(constructor.DeclaringType!), state);
        arguments[0] = made;
        (_, state) = Call(constructor, arguments, state);
        return Push(state, state.Load(made));
    }

    private static int Index(string[] parts, long operand) => parts.Length > 1 && parts[1] != "s" ? int.Parse(parts[1]) : (int)operand;

    private static MachineState Push(MachineState state, Term term) => Push(state, new Value.Number(term));

    private static MachineState Push(MachineState state, Value value) => state with { Stack = state.Stack.Push(value) };

    private static MachineState Pop(ref MachineState state, out Value value) => state = state with { Stack = state.Stack.Pop(out value) };
}
