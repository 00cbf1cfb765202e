using CsCheck;
using Waggle.Verifier.Graphs;

namespace Waggle.Verifier.Tests.Graphs;

/// <summary>Blocks of random graphs lie apart, within the picture, and ways but those of loops lead downwards.</summary>
public class GraphLayoutTests
{
    private static readonly Gen<(int Count, (int From, int To)[] Edges)> s_graphs =
        from count in Gen.Int[1, 40]
        from edges in Gen.Select(Gen.Int[0, count - 1], Gen.Int[0, count - 1]).Array[0, 80]
        select (count, edges);

    [Fact]
    public void Layout_RandomGraph_KeepsBlocksApart() => s_graphs.Sample(graph =>
    {
        (double, double)[] sizes = [.. Enumerable.Range(0, graph.Count).Select(i => (40.0 + i * 37 % 200, 20.0 + i * 53 % 150))];

        GraphLayout layout = new(sizes, graph.Edges);

        for (int i = 0; i < graph.Count; i++)
        {
            LayoutNode node = layout.Nodes[i];
            Assert.True(node.X - node.Width / 2 >= 0 && node.X + node.Width / 2 <= layout.Width && node.Y >= 0 && node.Y + node.Height <= layout.Height);
            for (int j = i + 1; j < graph.Count; j++) Assert.False(Overlap(node, layout.Nodes[j]), $"{i} and {j}");
        }

        Assert.Equal(graph.Edges.Length, layout.Routes.Count);
        for (int i = 0; i < graph.Edges.Length; i++)
        {
            IReadOnlyList<LayoutNode> route = layout.Routes[i];
            Assert.Same(layout.Nodes[graph.Edges[i].From], route[0]);
            Assert.Same(layout.Nodes[graph.Edges[i].To], route[^1]);
            Assert.All(route.Zip(route.Skip(1)), pair => Assert.Equal(1, Math.Abs(pair.First.Layer - pair.Second.Layer)));
        }
    }, iter: 300);

    [Fact]
    public void Layout_GraphWithoutLoops_LeadsDownwards() => s_graphs.Sample(graph =>
    {
        (int From, int To)[] edges = [.. graph.Edges.Where(e => e.From < e.To)];

        GraphLayout layout = new([.. Enumerable.Repeat((50.0, 30.0), graph.Count)], edges);

        Assert.All(edges, e => Assert.True(layout.Nodes[e.From].Y + 30 < layout.Nodes[e.To].Y));
    }, iter: 300);

    private static bool Overlap(LayoutNode a, LayoutNode b) =>
        Math.Abs(a.X - b.X) < (a.Width + b.Width) / 2 && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height;
}
