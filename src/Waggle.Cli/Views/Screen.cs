using System.Text;
using Spectre.Console;

namespace Waggle.Cli.Views;

/// <summary>The terminal's second screen, drawn over in place so that nothing flickers. Disposing it brings the first one back.</summary>
/// <remarks>Sequences from "XTerm Control Sequences": 1049 swaps screens, 25 shows the cursor, K and J erase to the end of line
/// and screen, 7 wraps long lines, 2026 draws all at once where the terminal knows it.</remarks>
internal sealed class Screen : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l\e[?7l\e[2J";
    private const string Leave = "\e[?7h\e[?25h\e[?1049l";

    private readonly Stream _output;
    private readonly StringWriter _text = new();
    private bool _isLeft;
    private readonly IAnsiConsole _console;

    public Screen(Stream output)
    {
        _output = output;
        ColorSystem colors = AnsiConsole.Profile.Capabilities.ColorSystem; // what the terminal says of itself; none if NO_COLOR is set
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = (ColorSystemSupport)((int)colors + 1), // the two enumerations differ by Detect
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(_text),
        });
        Write(Enter);
    }

    public static (int Width, int Height) Size
    {
        get
        {
            int width = Console.WindowWidth, height = Console.WindowHeight;
            return (width > 0 ? width : 80, height > 0 ? height : 24);
        }
    }

    public void Draw(Frame frame, int width)
    {
        _text.GetStringBuilder().Clear();
        _console.Profile.Width = width;
        _console.Write(frame);
        string text = _text.ToString().TrimEnd('\n').Replace("\n", "\e[K\r\n", StringComparison.Ordinal);
        Write($"\e[?2026h\e[H{text}\e[K\e[J\e[?2026l");
    }

    public void Dispose()
    {
        if (_isLeft) return;
        _isLeft = true;
        Write(Leave);
        _text.Dispose();
    }

    private void Write(string text)
    {
        _output.Write(Encoding.UTF8.GetBytes(text));
        _output.Flush();
    }
}
