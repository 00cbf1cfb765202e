namespace Waggle.Vm.Execution;

/// <summary>Holds the arguments of a helper against its contract.</summary>
internal unsafe interface IArgumentCheck
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="run">The run; <see cref="RunContext.Frame"/> is the caller's.</param>
    /// <param name="r">r0 to r5 at least.</param>
    /// <returns>A sentence; null if all is as it should be.</returns>
    string? Refuse(RunContext run, ulong* r);
}
