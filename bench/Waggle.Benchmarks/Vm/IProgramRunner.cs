namespace Waggle.Benchmarks.Vm;

/// <summary>A program made ready in an engine.</summary>
internal interface IProgramRunner : IDisposable
{
    /// <summary>Such as "kernel".</summary>
    string Engine { get; }

    /// <summary>Milliseconds from the object to a program that is ready to run.</summary>
    double CompileMilliseconds { get; }

    /// <summary>Runs it once on a fresh packet.</summary>
    RunOutcome RunOnce();

    /// <summary>Runs it many times on one packet.</summary>
    /// <returns>Nanoseconds a run, on average.</returns>
    double RunRound(int repeat);
}
