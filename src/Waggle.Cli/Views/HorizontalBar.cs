namespace Waggle.Cli.Views;

/// <summary>A bar of a given share of the room, in eighths of a column.</summary>
internal static class HorizontalBar
{
    private const string Eighths = "▏▎▍▌▋▊▉█";

    public static string Draw(double share, int width)
    {
        int eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * width * 8);
        string bar = new('█', eighths / 8);
        return eighths % 8 == 0 ? bar : bar + Eighths[(eighths % 8) - 1];
    }
}
