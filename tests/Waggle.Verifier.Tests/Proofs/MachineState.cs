using System.Collections.Immutable;

namespace Waggle.Verifier.Tests.Proofs;

/// <summary>The variables of the methods that run, what is on the stack of the innermost, and when it gets here.</summary>
internal sealed record MachineState(Term Condition, ImmutableDictionary<int, Value> Variables, ImmutableStack<Value> Stack)
{
    /// <summary>What two ways to the same instruction come to.</summary>
    internal MachineState Join(MachineState other)
    {
        ImmutableDictionary<int, Value> variables = Variables;
        foreach ((int variable, Value value) in other.Variables)
            variables = variables.SetItem(variable, Variables.TryGetValue(variable, out Value? here) ? Value.If(Condition, here, value) : value);
        IEnumerable<Value> stack = Stack.Zip(other.Stack, (here, there) => Value.If(Condition, here, there)).Reverse();
        return new(Condition | other.Condition, variables, stack.Aggregate(ImmutableStack<Value>.Empty, (all, value) => all.Push(value)));
    }

    internal Value Load(Value.Address address)
    {
        Value value = Variables[address.Variable];
        foreach (string field in address.Path)
            value = ((Value.Struct)value)[field];
        return value;
    }

    internal MachineState Store(Value.Address address, Value value) =>
        this with { Variables = Variables.SetItem(address.Variable, Replace(Variables[address.Variable], address.Path.AsSpan(), value)) };

    private static Value Replace(Value whole, ReadOnlySpan<string> path, Value part)
    {
        if (path.IsEmpty)
            return part;
        var record = (Value.Struct)whole;
        return record with { Fields = record.Fields.SetItem(path[0], Replace(record.Fields[path[0]], path[1..], part)) };
    }
}
