using System.Text;

namespace Waggle.Cli.Sinks;

/// <summary>Writes one line of text for each signal, under a heading.</summary>
internal sealed class TextLineSink<TSignal> : ISignalSink<TSignal>, IDisposable
{
    private readonly StreamWriter _writer;
    private readonly Func<TSignal, string> _format;

    public TextLineSink(Stream output, string heading, Func<TSignal, string> format)
    {
        _writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        _format = format;
        _writer.WriteLine(heading);
        Flush();
    }

    public void Write(TSignal signal) => _writer.WriteLine(_format(signal));

    public void Flush()
    {
        _writer.Flush();
        _writer.BaseStream.Flush();
    }

    public void Dispose() => _writer.Dispose();
}
