namespace Waggle.Vm.Hooks;

/// <summary>What the values mean that the programs of a hook return, and what a fault means.</summary>
/// <remarks>Values are the low 32 bits of r0: what a C program's <c>int</c> is.</remarks>
public sealed record HookOptions
{
    /// <summary>Every program runs, whatever the others return, and none decides: for hooks that observe.</summary>
    public static HookOptions Observe { get; } = new() { Pass = null };

    /// <summary>What a program returns to leave the decision to the next one, 0 by default. Any other value is the hook's answer at once.
    /// Null: every program runs, and none decides.</summary>
    public int? Pass { get; init; } = 0;

    /// <summary>The hook's answer where no program decides, or none is attached.</summary>
    public int Default { get; init; }

    /// <summary>The hook's answer where a program faults: it fails closed. Null, the usual: it fails open, as if the program had passed.</summary>
    public int? OnFault { get; init; }

    /// <summary>Whether the time of runs is measured from the start on (<see cref="HookPoint.MeasuresTime"/>).</summary>
    public bool MeasuresTime { get; init; }
}
