namespace Waggle.Compiler.Ir;

/// <summary>What a call goes to.</summary>
internal abstract record CallTarget
{
    /// <summary>Whether it always answers the same within one run of the program, and does nothing else.</summary>
    internal virtual bool IsInvariant => false;
}

/// <summary>A helper of the kernel, by number.</summary>
internal sealed record HelperTarget(int Number, string Name, bool IsAlwaysSame = false) : CallTarget
{
    internal static HelperTarget ProbeReadKernel { get; } = new(113, "bpf_probe_read_kernel"); // include/uapi/linux/bpf.h

    internal override bool IsInvariant => IsAlwaysSame;

    public override string ToString() => $"{Name}#{Number}";
}

/// <summary>A function of the kernel (kfunc), by name.</summary>
internal sealed record KernelFunctionTarget(IrKernelFunction Function) : CallTarget
{
    public override string ToString() => Function.Name;
}

/// <summary>A function of the program itself.</summary>
internal sealed record FunctionTarget(IrFunction Function) : CallTarget
{
    public override string ToString() => Function.Name;
}
