namespace Waggle.Compiler.Ir;

/// <summary>Calls a helper, a function of the kernel or one of the program. The value is R0.</summary>
internal sealed class Call : Instruction
{
    internal Call(CallTarget target, params ReadOnlySpan<Value> arguments) : base(IrType.Int64, arguments) => Target = target;

    internal CallTarget Target { get; }

    /// <summary>The kernel type that the verifier knows the result to point to.</summary>
    internal Type? PointsTo { get; init; }

    /// <summary>Which arguments are references: a bit for each, the first one lowest.</summary>
    internal uint References { get; init; }

    /// <summary>Which arguments what is called does not write through: a bit for each.</summary>
    internal uint ReadOnly { get; init; }

    internal override bool HasEffect => !Target.IsInvariant;

    internal override bool IsPure => Target.IsInvariant;

    internal override object Identity => Target;

    internal override bool WritesMemory => !Target.IsInvariant;

    public override string ToString() => $"call {Target}";
}
