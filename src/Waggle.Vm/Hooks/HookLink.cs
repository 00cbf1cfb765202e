using Waggle.Vm.Execution;

namespace Waggle.Vm.Hooks;

/// <summary>One program at one hook. Disposing it detaches the program.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class HookLink : IDisposable
{
    internal HookLink(HookPoint hook, VmProgram program)
    {
        (Hook, Program) = (hook, program);
        Executable = program.Executable;
        Counters = new HookCounters(program.Engine.Cpus.Count);
    }

    /// <summary>The hook.</summary>
    public HookPoint Hook { get; }

    /// <summary>The program.</summary>
    public VmProgram Program { get; }

    /// <summary>Whether calls of the hook that begin now run the program.</summary>
    public bool IsAttached => Hook.Has(this);

    /// <summary>What the program has done at this hook; may still be read when it is detached.</summary>
    public HookStatistics Statistics => Counters.Sum();

    internal Executable Executable { get; }

    internal HookCounters Counters { get; }

    /// <summary>Puts another program into this one's place: each call runs the one or the other.</summary>
    /// <returns>The link of the new program; this one is detached.</returns>
    /// <exception cref="InvalidOperationException">This program is not attached any more.</exception>
    /// <exception cref="ArgumentException">The new program is not one for this hook.</exception>
    /// <remarks>Does not wait: calls that began before may run the old program yet, until <see cref="HookPoint.WaitForRuns"/> or
    /// <see cref="Dispose"/> of this link has returned.</remarks>
    public HookLink Replace(VmProgram program) => Hook.Replace(this, program);

    /// <summary>Takes the program off its hook; nothing happens if it is off.</summary>
    /// <remarks>Does not wait: calls that began before may run the program yet, until <see cref="HookPoint.WaitForRuns"/> or
    /// <see cref="Dispose"/> has returned.</remarks>
    public void Detach() => Hook.Detach(this);

    /// <summary>Takes the program off its hook, and waits until no run of it is under way. Inside a run, which would wait for
    /// itself, it does not wait.</summary>
    public void Dispose()
    {
        Detach();
        Hook.WaitOutsideOfRuns();
    }

    /// <summary>Program and hook.</summary>
    public override string ToString() => $"{Program} at {Hook}";
}
