using System.Reflection;
using System.Runtime.CompilerServices;

namespace Waggle.Verifier.Tests.Proofs;

/// <summary>A run of a shipped method on arguments of which nothing is known, but for those that are given.</summary>
internal sealed class Execution
{
    private readonly object?[] _given;

    /// <summary>Runs it.</summary>
    /// <param name="method">Static or not. Structs and what it has by reference are arguments like others.</param>
    /// <param name="machine">With what stands in for methods that it calls.</param>
    /// <param name="given">For each argument, the object itself first: a number or an enumeration's member; null for "anything".</param>
    internal Execution(MethodBase method, SymbolicMachine machine, params object?[] given)
    {
        (Method, Machine, _given) = (method, machine, given);
        Types = [.. method.IsStatic ? [] : (Type[])[method.DeclaringType!.MakeByRefType()], .. method.GetParameters().Select(p => p.ParameterType)];
        string[] names = [.. method.IsStatic ? [] : (string[])["self"], .. method.GetParameters().Select(p => p.Name!)];
        Before = new Value[Types.Length];
        var passed = new Value[Types.Length];
        MachineState state = SymbolicMachine.Start;
        for (int i = 0; i < Types.Length; i++)
        {
            Before[i] = i < given.Length && given[i] is { } known ? Known(known) : Value.Any(Plain(Types[i]), names[i]);
            if (Types[i].IsByRef)
                (passed[i], state) = machine.Allocate(Before[i], state);
            else
                passed[i] = Before[i];
        }
        (Result, state) = machine.Call(method, passed, state);
        After = [.. passed.Select(p => p is Value.Address address ? state.Load(address) : p)];
    }

    internal MethodBase Method { get; }
    internal SymbolicMachine Machine { get; }
    internal Type[] Types { get; }

    /// <summary>The arguments.</summary>
    internal Value[] Before { get; }

    /// <summary>What those by reference have become.</summary>
    internal Value[] After { get; }

    internal Value? Result { get; }

    internal Value.Struct ResultStruct => (Value.Struct)Result!;
    internal Term ResultNumber => ((Value.Number)Result!).Term;

    internal Value.Struct Argument(int index) => (Value.Struct)Before[index];
    internal Value.Struct Changed(int index) => (Value.Struct)After[index];
    internal Term Number(int index) => ((Value.Number)Before[index]).Term;

    /// <summary>Runs the real method on numbers, and compares with what the terms come to for the same numbers.</summary>
    internal void AssertAgreesWithTheMethod(Random random)
    {
        var numbers = new Dictionary<string, UInt128>();
        foreach (Value value in Before)
            ChooseNumbers(value, random, numbers);
        var known = new Dictionary<Term, UInt128>();
        object?[] objects = [.. Before.Select((value, i) => i < _given.Length && _given[i] is { } given ? given : ToObject(value, Plain(Types[i]), numbers, known))];

        object? self = Method.IsStatic ? null : objects[0];
        object?[] arguments = Method.IsStatic ? objects : objects[1..];
        object? result = Method is ConstructorInfo ? null : Method.Invoke(self, arguments);

        if (Result is not null)
            Assert.Equal(result, ToObject(Result, ((MethodInfo)Method).ReturnType, numbers, known));
        for (int i = 0; i < Types.Length; i++)
        {
            object? actual = Method.IsStatic ? arguments[i] : i == 0 ? self : arguments[i - 1];
            if (Types[i].IsByRef)
                Assert.Equal(actual, ToObject(After[i], Plain(Types[i]), numbers, known));
        }
    }

    private static Type Plain(Type type) => type.IsByRef ? type.GetElementType()! : type;

    private static Value.Number Known(object value) => new(Term.Constant(
        value is Enum or bool ? Convert.ToByte(value) : (UInt128)Convert.ToInt64(value), SymbolicMachine.WidthOf(value.GetType())!.Value));

    private static void ChooseNumbers(Value value, Random random, Dictionary<string, UInt128> numbers)
    {
        if (value is Value.Number { Term.Kind: TermKind.Variable } number)
        {
            // Small, near the ends, near the middle, or any: where the code turns another way.
            ulong any = (ulong)random.NextInt64(long.MinValue, long.MaxValue), small = (ulong)random.Next(-4, 5);
            ulong chosen = random.Next(5) switch { 0 => small, 1 => small + (1UL << 63), 2 => small + (1UL << 31), 3 => any & (ulong)random.NextInt64(), _ => any };
            numbers[number.Term.Name!] = number.Term.Width == 64 ? chosen : (uint)chosen;
        }
        else if (value is Value.Struct record)
        {
            foreach (Value field in record.Fields.Values)
                ChooseNumbers(field, random, numbers);
        }
    }

    private static object ToObject(Value value, Type type, Dictionary<string, UInt128> numbers, Dictionary<Term, UInt128> known)
    {
        if (value is Value.Number number)
        {
            UInt128 bits = number.Term.Evaluate(numbers, known);
            return Type.GetTypeCode(type) switch
            {
                TypeCode.Int64 => (long)(ulong)bits,
                TypeCode.UInt64 => (ulong)bits,
                TypeCode.Int32 => (int)(uint)bits,
                TypeCode.UInt32 => (uint)bits,
                TypeCode.Boolean => bits != 0,
                _ => throw new NotSupportedException(type.Name),
            };
        }
        object made = RuntimeHelpers.GetUninitializedObject(type);
        foreach (FieldInfo field in SymbolicMachine.FieldsOf(type))
            field.SetValue(made, ToObject(((Value.Struct)value)[field.Name], field.FieldType, numbers, known));
        return made;
    }
}
