namespace Waggle.Verifier.Graphs;

/// <summary>A block, or a bend of a way that passes layers, while a layout is made.</summary>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
internal sealed class LayoutNode(double width, double height)
{
    public double Width => width;

    public double Height => height;

    public List<LayoutNode> Above { get; } = [];

    public List<LayoutNode> Below { get; } = [];

    public int Layer { get; set; }

    /// <summary>Its centre.</summary>
    public double X { get; set; }

    /// <summary>Its upper edge.</summary>
    public double Y { get; set; }

    /// <summary>Its lower edge: for a bend that of the layer, which the way passes straight.</summary>
    public double Bottom { get; set; }
}
