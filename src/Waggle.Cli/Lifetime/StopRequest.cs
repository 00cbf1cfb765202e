using System.Runtime.InteropServices;

namespace Waggle.Cli.Lifetime;

/// <summary>Turns Ctrl-C, SIGTERM and SIGHUP into a token, so that everything is detached and the summary is printed.</summary>
/// <remarks>A second signal of the same kind ends the process at once: the kernel then detaches all there is.</remarks>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public StopRequest()
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (PosixSignal signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Asks for the end as a signal would.</summary>
    public void Stop() => _source.Cancel();

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested) return; // the default action follows
        context.Cancel = true;
        _source.Cancel();
    }
}
