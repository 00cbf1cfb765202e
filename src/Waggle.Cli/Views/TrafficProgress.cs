using System.Diagnostics;
using Waggle.Cli.Engines;
using Waggle.Vm.Packets.Captures;

namespace Waggle.Cli.Views;

/// <summary>One line that says how far a long run is, drawn over in place and gone at its end.</summary>
internal sealed class TrafficProgress : IDisposable
{
    private const int PacketsBetweenLooks = 256; // at the clock, when packets come fast
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(250);

    private readonly TextWriter? _output;
    private readonly CaptureReader? _file;
    private readonly long _length;
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _next = s_step.Ticks;
    private int _width;

    /// <param name="output">Where; null for nowhere.</param>
    /// <param name="path">The file that is read; null if it is none.</param>
    /// <param name="file">Its reader.</param>
    public TrafficProgress(TextWriter? output, string? path, CaptureReader? file)
    {
        (_output, _file) = (output, file);
        if (path is not null && output is not null && File.Exists(path)) _length = new FileInfo(path).Length; // 0 for a pipe
    }

    public void Show(TrafficReport report)
    {
        if (_output is null || (_file is not null && report.In.Packets % PacketsBetweenLooks != 0)) return;
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
        if (elapsed.Ticks < _next) return;
        _next = elapsed.Ticks + s_step.Ticks;
        string share = _length > 0 ? $"{Quantity.Percent(Math.Min((double)_file!.Position / _length, 1))} %, " : "";
        Draw($"{share}{Quantity.Count((ulong)report.In.Packets, "packet", "packets")}");
    }

    public void Dispose()
    {
        if (_width > 0) Draw("");
    }

    private void Draw(string text)
    {
        _output!.Write($"\r{text.PadRight(_width)}{(text.Length == 0 ? "\r" : "")}");
        _output.Flush();
        _width = text.Length;
    }
}
