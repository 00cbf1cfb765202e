namespace Waggle.Verifier.Graphs;

/// <summary>Places the blocks of a function in layers, so that ways lead downwards but for loops, and bends ways round blocks.</summary>
/// <remarks>The method of Sugiyama, Tagawa and Toda (1981): loops are turned round, blocks get the layer of their longest way from the start,
/// ways over several layers get a bend in each, and the order in layers follows the neighbours.</remarks>
internal sealed class GraphLayout
{
    public const double LayerGap = 46, NodeGap = 26, Margin = 14;
    private const int Sweeps = 12, BendWidth = 14;

    private readonly LayoutNode[] _nodes;
    private readonly List<List<LayoutNode>> _layers = [];

    /// <param name="sizes">Width and height of each block.</param>
    /// <param name="edges">The ways.</param>
    public GraphLayout(IReadOnlyList<(double Width, double Height)> sizes, IReadOnlyList<(int From, int To)> edges)
    {
        _nodes = [.. sizes.Select(s => new LayoutNode(s.Width, s.Height))];
        HashSet<int> backward = FindBackward(edges);
        SetLayers(edges, backward);
        Routes = [.. edges.Select((edge, i) => Route(edge, backward.Contains(i)))];
        Order();
        Place();
    }

    /// <summary>The blocks, in the order they were given.</summary>
    public IReadOnlyList<LayoutNode> Nodes => _nodes;

    /// <summary>For each way the nodes that it passes, in its direction; for one that leads to where it begins, that alone.</summary>
    public IReadOnlyList<IReadOnlyList<LayoutNode>> Routes { get; }

    public double Width { get; private set; }

    public double Height { get; private set; }

    // Ways that lead back to a block on the way to them.
    private HashSet<int> FindBackward(IReadOnlyList<(int From, int To)> edges)
    {
        ILookup<int, int> leaving = Enumerable.Range(0, edges.Count).ToLookup(i => edges[i].From);
        HashSet<int> backward = [];
        int[] colours = new int[_nodes.Length]; // 0: not seen, 1: on the way, 2: done
        for (int root = 0; root < _nodes.Length; root++)
        {
            if (colours[root] != 0) continue;
            Stack<(int Node, IEnumerator<int> Edges)> way = new();
            colours[root] = 1;
            way.Push((root, leaving[root].GetEnumerator()));
            while (way.TryPeek(out (int Node, IEnumerator<int> Edges) at))
            {
                if (!at.Edges.MoveNext())
                {
                    colours[at.Node] = 2;
                    way.Pop();
                    continue;
                }
                int edge = at.Edges.Current, next = edges[edge].To;
                if (colours[next] == 1) backward.Add(edge);
                if (colours[next] != 0) continue;
                colours[next] = 1;
                way.Push((next, leaving[next].GetEnumerator()));
            }
        }
        return backward;
    }

    private void SetLayers(IReadOnlyList<(int From, int To)> edges, HashSet<int> backward)
    {
        List<(int From, int To)> down = [.. edges.Select((e, i) => backward.Contains(i) ? (From: e.To, To: e.From) : e).Where(e => e.From != e.To)];
        ILookup<int, int> below = down.ToLookup(e => e.From, e => e.To);
        int[] waiting = new int[_nodes.Length];
        foreach ((_, int to) in down) waiting[to]++;
        Queue<int> ready = new(Enumerable.Range(0, _nodes.Length).Where(n => waiting[n] == 0));
        while (ready.TryDequeue(out int node))
        {
            foreach (int next in below[node])
            {
                _nodes[next].Layer = Math.Max(_nodes[next].Layer, _nodes[node].Layer + 1);
                if (--waiting[next] == 0) ready.Enqueue(next);
            }
        }

        foreach (LayoutNode node in _nodes) Put(node);
    }

    private void Put(LayoutNode node)
    {
        while (_layers.Count <= node.Layer) _layers.Add([]);
        _layers[node.Layer].Add(node);
    }

    private List<LayoutNode> Route((int From, int To) edge, bool isBackward)
    {
        if (edge.From == edge.To) return [_nodes[edge.From]];
        (LayoutNode upper, LayoutNode lower) = isBackward ? (_nodes[edge.To], _nodes[edge.From]) : (_nodes[edge.From], _nodes[edge.To]);
        List<LayoutNode> route = [upper];
        for (int layer = upper.Layer + 1; layer < lower.Layer; layer++)
        {
            LayoutNode bend = new(BendWidth, 0) { Layer = layer };
            Put(bend);
            route.Add(bend);
        }
        route.Add(lower);
        for (int i = 0; i + 1 < route.Count; i++)
        {
            route[i].Below.Add(route[i + 1]);
            route[i + 1].Above.Add(route[i]);
        }
        if (isBackward) route.Reverse();
        return route;
    }

    // Each layer in the order of the middle of its neighbours, downwards and upwards in turns.
    private void Order()
    {
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool isDown = sweep % 2 == 0;
            for (int i = 1; i < _layers.Count; i++)
            {
                int layer = isDown ? i : _layers.Count - 1 - i;
                Dictionary<LayoutNode, int> places = _layers[isDown ? layer - 1 : layer + 1].Select((n, place) => (n, place)).ToDictionary();
                List<LayoutNode> nodes = _layers[layer];
                _layers[layer] = [.. nodes.Select((n, place) => (Node: n, Wish: Middle(isDown ? n.Above : n.Below, places, place))).OrderBy(n => n.Wish).Select(n => n.Node)];
            }
        }
    }

    private static double Middle(List<LayoutNode> neighbours, Dictionary<LayoutNode, int> places, int otherwise) =>
        neighbours.Count == 0 ? otherwise : neighbours.Average(n => places[n]);

    private void Place()
    {
        double y = Margin;
        foreach (List<LayoutNode> layer in _layers)
        {
            double x = 0, height = layer.Max(n => n.Height);
            foreach (LayoutNode node in layer)
            {
                (node.X, node.Y, node.Bottom) = (x + node.Width / 2, y, y + (node.Height > 0 ? node.Height : height));
                x += node.Width + NodeGap;
            }
            y += height + LayerGap;
        }

        for (int sweep = 0; sweep < 2 * Sweeps; sweep++)
        {
            for (int i = 0; i < _layers.Count; i++)
                Settle(_layers[sweep % 2 == 0 ? i : _layers.Count - 1 - i], isLast: sweep >= Sweeps);
        }

        double left = _layers.SelectMany(l => l).Min(n => n.X - n.Width / 2) - Margin;
        foreach (LayoutNode node in _layers.SelectMany(l => l)) node.X -= left;
        (Width, Height) = (_layers.SelectMany(l => l).Max(n => n.X + n.Width / 2) + Margin, y - LayerGap + Margin);
    }

    // As near to the middle of its neighbours as the others in the layer leave room for: the mean of a packing from the left and one from the right.
    private static void Settle(List<LayoutNode> layer, bool isLast)
    {
        double[] wishes = [.. layer.Select(n => Wish(n, isLast))], fromLeft = new double[layer.Count], fromRight = new double[layer.Count];
        for (int i = 0; i < layer.Count; i++)
            fromLeft[i] = i == 0 ? wishes[i] : Math.Max(wishes[i], fromLeft[i - 1] + Distance(layer[i - 1], layer[i]));
        for (int i = layer.Count - 1; i >= 0; i--)
            fromRight[i] = i == layer.Count - 1 ? wishes[i] : Math.Min(wishes[i], fromRight[i + 1] - Distance(layer[i], layer[i + 1]));
        for (int i = 0; i < layer.Count; i++) layer[i].X = (fromLeft[i] + fromRight[i]) / 2;
    }

    private static double Wish(LayoutNode node, bool isLast)
    {
        List<LayoutNode> all = [.. node.Above, .. node.Below];
        if (all.Count == 0) return node.X;
        // In the end bends weigh less than blocks: so that blocks stand below each other.
        List<LayoutNode> blocks = isLast && node.Height > 0 ? [.. all.Where(n => n.Height > 0)] : all;
        return (blocks.Count > 0 ? blocks : all).Average(n => n.X);
    }

    private static double Distance(LayoutNode left, LayoutNode right) => (left.Width + right.Width) / 2 + NodeGap;
}
