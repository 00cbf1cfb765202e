namespace Waggle.Cli.Sinks;

/// <summary>Where signals go.</summary>
/// <remarks>Not thread-safe.</remarks>
internal interface ISignalSink<in TSignal>
{
    /// <summary>Takes a signal; it may wait in a buffer.</summary>
    void Write(TSignal signal);

    /// <summary>Writes out what waits in the buffer.</summary>
    void Flush();
}
