using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Reflection;
using System.Reflection.Emit;
using Waggle.Verifier.Numbers;

namespace Waggle.Verifier.Tests.Proofs;

/// <summary>Runs the compiled code of a method on terms in place of numbers: what comes out is what the shipped method computes, as a
/// term, for all arguments at once.</summary>
/// <remarks>So proofs are about the very IL that the verifier runs, and its source stays plain C#. Both ways of a branch are followed and
/// joined where they meet: instructions are taken in the order of their offsets, which for code without backward jumps is after all
/// that lead to them. Loops are unrolled. It knows the instructions that arithmetic needs; any other throws.</remarks>
internal sealed partial class SymbolicMachine
{
    /// <summary>Stands in for a method: gets the arguments and the state, gives the result and the state.</summary>
    internal delegate (Value? Result, MachineState State) Substitute(Value[] arguments, MachineState state);

    private readonly Dictionary<MethodBase, Substitute> _substitutes = [];
    private int _variables;

    /// <summary>How often a loop goes round before the rest is given up.</summary>
    internal int LoopLimit { get; init; } = 64;

    /// <summary>When a loop has not ended at the limit: to be proved false.</summary>
    internal Term Unfinished { get; private set; } = Term.False;

    internal void Replace(MethodBase method, Substitute substitute) => _substitutes.Add(method, substitute);

    /// <summary>Makes a variable that arguments can point to.</summary>
    internal (Value.Address Address, MachineState State) Allocate(Value value, MachineState state)
    {
        int variable = _variables++;
        return (new(variable, []), state with { Variables = state.Variables.Add(variable, value) });
    }

    internal static MachineState Start { get; } = new(Term.True, ImmutableDictionary<int, Value>.Empty, ImmutableStack<Value>.Empty);

    /// <summary>Runs a method.</summary>
    internal (Value? Result, MachineState State) Call(MethodBase method, Value[] arguments, MachineState state)
    {
        if (_substitutes.TryGetValue(method, out Substitute? substitute))
            return substitute(arguments, state);
        if (Intrinsic(method, arguments, ref state) is { } intrinsic)
            return (intrinsic, state);
        if (method.Module.Assembly != typeof(Scalar).Assembly && method.Module.Assembly != typeof(SymbolicMachine).Assembly)
            throw new NotSupportedException($"{method.DeclaringType}.{method}");

        var frame = new Frame(method);
        (ImmutableDictionary<int, Value> outerVariables, ImmutableStack<Value> outerStack) = (state.Variables, state.Stack);
        MachineState first = state with { Condition = Term.True, Stack = [] };
        frame.Arguments = new Value.Address[arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
            (frame.Arguments[i], first) = Allocate(arguments[i], first);
        frame.Locals = new Value.Address[frame.Body.LocalVariables.Count];
        for (int i = 0; i < frame.Locals.Length; i++)
        {
            Type type = frame.Body.LocalVariables[i].LocalType;
            (frame.Locals[i], first) = Allocate(type.IsByRef ? new Value.Number(Term.False) : Value.Zero(type), first);
        }

        MachineState last = Run(frame, first);
        Value? result = last.Stack.IsEmpty ? null : last.Stack.Peek();
        // The method's own variables are gone.
        ImmutableDictionary<int, Value> variables = outerVariables.SetItems(last.Variables.Where(v => outerVariables.ContainsKey(v.Key)));
        return (result, state with { Variables = variables, Stack = outerStack });
    }

    private MachineState Run(Frame frame, MachineState first)
    {
        var pending = new SortedDictionary<int, MachineState> { [0] = first };
        var rounds = new Dictionary<int, int>();
        MachineState? end = null;
        while (pending.Count > 0)
        {
            (int at, MachineState state) = pending.First();
            pending.Remove(at);
            foreach ((int next, MachineState reached) in Step(frame, at, state))
            {
                if (reached.Condition.IsFalse)
                    continue;
                if (next == Frame.Return)
                {
                    end = end is null ? reached : end.Join(reached);
                    continue;
                }
                if (next <= at)
                {
                    rounds[at] = rounds.GetValueOrDefault(at) + 1;
                    if (rounds[at] > LoopLimit)
                    {
                        Unfinished |= reached.Condition;
                        continue;
                    }
                }
                pending[next] = pending.TryGetValue(next, out MachineState? other) ? other.Join(reached) : reached;
            }
        }
        return end ?? throw new InvalidOperationException($"{frame.Method} never returns");
    }

    /// <summary>What methods of .NET do that the code calls.</summary>
    private static Value.Number? Intrinsic(MethodBase method, Value[] arguments, ref MachineState state)
    {
        if (method.DeclaringType != typeof(Math) && method.DeclaringType != typeof(BitOperations) && method.DeclaringType != typeof(BinaryPrimitives))
            return null;
        Type type = method.GetParameters()[0].ParameterType;
        bool isSigned = type == typeof(long) || type == typeof(int);
        Term a = ((Value.Number)arguments[0]).Term;
        Term? b = arguments.Length > 1 && arguments[1] is Value.Number second ? second.Term : null;
        switch (method.Name)
        {
            case nameof(Math.Max):
                return new Value.Number(Term.If(isSigned ? a.IsLess(b!) : a.IsBelow(b!), b!, a));
            case nameof(Math.Min):
                return new Value.Number(Term.If(isSigned ? b!.IsLess(a) : b!.IsBelow(a), b, a));
            case nameof(Math.BigMul) when arguments.Length == 3:
                Term product = isSigned ? Term.SignedProduct(a, b!) : Term.Product(a, b!);
                state = state.Store((Value.Address)arguments[2], new Value.Number(product.Extract(0, 64)));
                return new Value.Number(product.Extract(64, 64));
            case nameof(BitOperations.IsPow2):
                Term isPower = !a.Is(0) & (a & (a - Term.Constant(1, a.Width))).Is(0);
                return new Value.Number(Term.If(isPower, Term.Constant(1, 32), Term.Constant(0, 32)));
            case nameof(BitOperations.LeadingZeroCount):
                return new Value.Number(LeadingZeroes(a));
            case nameof(BinaryPrimitives.ReverseEndianness):
                return new Value.Number(Meaning.ReverseBytes(a));
            default:
                return null;
        }
    }

    private static Term LeadingZeroes(Term number)
    {
        Term count = Term.Constant((UInt128)number.Width, 32);
        for (int bit = 0; bit < number.Width; bit++) // the highest set bit is asked last, so it is the one that counts
            count = Term.If(number.Extract(bit, 1).Is(1), Term.Constant((UInt128)(number.Width - 1 - bit), 32), count);
        return count;
    }

    /// <summary>How many bits a type has on the stack; none if it is a struct.</summary>
    internal static int? WidthOf(Type type) => Type.GetTypeCode(type.IsByRef ? type.GetElementType()! : type) switch
    {
        TypeCode.Int64 or TypeCode.UInt64 => 64,
        TypeCode.Object => null,
        _ => 32,
    };

    internal static FieldInfo[] FieldsOf(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    /// <summary>A field's name, or that of its property.</summary>
    internal static string NameOf(FieldInfo field) => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>')] : field.Name;

    private sealed class Frame(MethodBase method)
    {
        internal const int Return = int.MaxValue;

        internal MethodBase Method { get; } = method;
        internal MethodBody Body { get; } = method.GetMethodBody()!;
        internal byte[] Code { get; } = method.GetMethodBody()!.GetILAsByteArray()!;
        internal Value.Address[] Arguments { get; set; } = [];
        internal Value.Address[] Locals { get; set; } = [];

        internal int ReadInt32(int at) => BinaryPrimitives.ReadInt32LittleEndian(Code.AsSpan(at));
    }

    private static readonly Dictionary<int, OpCode> s_codes = typeof(OpCodes).GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => (int)(ushort)c.Value);
}
