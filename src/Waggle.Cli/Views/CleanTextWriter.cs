using System.Text;

namespace Waggle.Cli.Views;

/// <summary>Writes text of others line by line, without what could steer the terminal.</summary>
/// <param name="output">Where to. Stays open.</param>
internal sealed class CleanTextWriter(Stream output) : TextWriter
{
    private readonly StringBuilder _line = new();
    private readonly StreamWriter _writer = new(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);

    public override Encoding Encoding => _writer.Encoding;

    public override void Write(char value)
    {
        if (value != '\n')
        {
            _line.Append(value);
            return;
        }
        _writer.Write(SafeText.Clean(_line.ToString()));
        _writer.Write('\n');
        _line.Clear();
    }

    public override void Write(string? value)
    {
        foreach (char c in value ?? "") Write(c);
    }

    public override void Flush() => _writer.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _writer.Dispose();
        base.Dispose(disposing);
    }
}
