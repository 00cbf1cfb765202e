namespace Waggle.Bpf.Engines;

/// <summary>What a test run gave.</summary>
/// <param name="ReturnValue">What the program returned.</param>
/// <param name="AverageDuration">Average time of a run; zero for the types that the kernel does not time.</param>
public readonly record struct ProgramRunResult(uint ReturnValue, TimeSpan AverageDuration)
{
    /// <summary>Average time of a run in nanoseconds, as the kernel counts them; <see cref="AverageDuration"/> is rounded to 100 ns.</summary>
    public long AverageNanoseconds { get; init; }

    /// <summary>Bytes of the packet as the program left it, also if no room was given for it.</summary>
    public int PacketLength { get; init; }

    /// <summary>Bytes of the context that came back.</summary>
    public int ContextLength { get; init; }
}
