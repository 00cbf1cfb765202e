using System.Collections.Immutable;

namespace Waggle.Verifier.Tests.Proofs;

/// <summary>What a variable or the stack of the <see cref="SymbolicMachine"/> holds.</summary>
internal abstract record Value
{
    /// <summary>A number or a truth value: 32 or 64 bits.</summary>
    internal sealed record Number(Term Term) : Value;

    /// <summary>A struct: a value for each field.</summary>
    internal sealed record Struct(Type Type, ImmutableDictionary<string, Value> Fields) : Value
    {
        internal Value this[string field] => Fields[field];
        internal Term Term(string field) => ((Number)Fields[field]).Term;
    }

    /// <summary>Where a variable is, or a field in it.</summary>
    internal sealed record Address(int Variable, ImmutableArray<string> Path) : Value
    {
        internal Address Field(string name) => new(Variable, Path.Add(name));
        public bool Equals(Address? other) => other is not null && Variable == other.Variable && Path.SequenceEqual(other.Path);
        public override int GetHashCode() => Variable;
    }

    /// <summary>One of two values.</summary>
    internal static Value If(Term condition, Value then, Value otherwise) => (then, otherwise) switch
    {
        _ when ReferenceEquals(then, otherwise) => then,
        (Number a, Number b) => new Number(Verifier.Tests.Proofs.Term.If(condition, a.Term, b.Term)),
        (Struct a, Struct b) => a with { Fields = a.Fields.ToImmutableDictionary(f => f.Key, f => If(condition, f.Value, b.Fields[f.Key])) },
        (Address a, Address b) when a.Equals(b) => a,
        _ => throw new NotSupportedException($"{then} or {otherwise}"),
    };

    /// <summary>The value that variables of a type begin with.</summary>
    internal static Value Zero(Type type) => Make(type, "", static (_, width) => Verifier.Tests.Proofs.Term.Constant(0, width));

    /// <summary>A value of which nothing is known: its numbers are named after it and their fields.</summary>
    internal static Value Any(Type type, string name) => Make(type, name, Verifier.Tests.Proofs.Term.Variable);

    private static Value Make(Type type, string name, Func<string, int, Term> number)
    {
        if (SymbolicMachine.WidthOf(type) is int width)
            return new Number(number(name, width));
        return new Struct(type, SymbolicMachine.FieldsOf(type).ToImmutableDictionary(f => f.Name, f => Make(f.FieldType, $"{name}.{SymbolicMachine.NameOf(f)}", number)));
    }
}
