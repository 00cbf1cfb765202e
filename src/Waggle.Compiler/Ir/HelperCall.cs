namespace Waggle.Compiler.Ir;

/// <summary>Calls a helper of the kernel. The value is R0.</summary>
internal sealed class HelperCall : Instruction
{
    internal HelperCall(int number, string name, bool invariant, params ReadOnlySpan<Value> arguments) : base(IrType.Int64, arguments) =>
        (Number, Name, IsInvariant) = (number, name, invariant);

    internal int Number { get; }

    internal string Name { get; }

    /// <summary>Whether it always answers the same within one run of the program, and does nothing else.</summary>
    internal bool IsInvariant { get; }

    /// <summary>The kernel type that the verifier knows the result to point to.</summary>
    internal Type? PointsTo { get; init; }

    /// <summary>Which arguments are references: a bit for each, the first one lowest.</summary>
    internal uint References { get; init; }

    /// <summary>Which arguments the helper does not write through: a bit for each.</summary>
    internal uint ReadOnly { get; init; }

    internal override bool HasEffect => !IsInvariant;

    internal override bool IsPure => IsInvariant;

    internal override object Identity => Number;

    internal override bool WritesMemory => !IsInvariant;

    public override string ToString() => $"call {Name}#{Number}";
}
