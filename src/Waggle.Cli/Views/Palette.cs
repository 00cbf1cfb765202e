using Spectre.Console;

namespace Waggle.Cli.Views;

/// <summary>The styles of the live view: the terminal's own colours, so that they suit its background.</summary>
internal static class Palette
{
    public static readonly Style Plain = Style.Plain;
    public static readonly Style Title = new(Color.Black, Color.Yellow, Decoration.Bold);
    public static readonly Style Heading = new(Color.Yellow, decoration: Decoration.Bold);
    public static readonly Style Quiet = new(Color.Grey);
    public static readonly Style Name = new(Color.Aqua);
    public static readonly Style Good = new(Color.Green);
    public static readonly Style Bad = new(Color.Red);
    public static readonly Style Bar = new(Color.Olive);
}
