using System.Xml.Linq;
using Waggle.Bpf.Objects;
using Waggle.Linux.KernelTests;
using Waggle.Verifier.Graphs;

namespace Waggle.Verifier.Tests.Graphs;

/// <summary>Blocks, ways and what holds at each block.</summary>
public class GraphTests
{
    private const string Branches = """
        r6 = *(u32 *)(r1 +0)
        r6 &= 15
        r7 = 1
        if r6 > 7 goto high
        r7 = 2
        high: r8 = 3
        if r8 == 4 goto never
        r0 = r7
        exit
        never: r0 = r6
        exit
        """;

    [Fact]
    public void Graph_Branches_HasBlocksAndWaysWithWhatPathsMakeOfThem()
    {
        GraphFunction function = Assert.Single(Build(Branches).Functions);

        Assert.Equal([(0, 4), (4, 5), (5, 7), (7, 9), (9, 11)], function.Blocks.Select(b => (b.Start, b.End)));
        Assert.Equal([false, false, false, false, true], function.Blocks.Select(b => b.IsDead));
        Assert.Equal(
            [(0, 1, false, EdgeState.Taken), (0, 2, true, EdgeState.Taken), (1, 2, false, EdgeState.Taken), (2, 3, false, EdgeState.Taken), (2, 4, true, EdgeState.NotTaken)],
            function.Edges.Select(e => (e.From, e.To, e.IsJump, e.State)));
        Assert.Equal(["4: r7 = 2"], function.Blocks[1].Lines.Select(l => l.Text));
    }

    [Fact]
    public void Invariants_WherePathsMeet_AreJoined()
    {
        GraphBlock met = Build(Branches).Functions[0].Blocks[2];

        Assert.Equal(2, met.Visits);
        Assert.Equal(
            ["R6=scalar(smin=smin32=0,smax=umax=smax32=umax32=15,var_off=(0x0; 0xf))", "R7=scalar(smin=umin=smin32=umin32=1,smax=umax=smax32=umax32=2,var_off=(0x0; 0x3))"],
            met.Invariants);
    }

    [Fact]
    public void Invariants_ValuesOfSeveralKinds_StandSideBySide()
    {
        ControlFlowGraph graph = Build("@lookup\nr6 = r0\nif r6 != 0 goto there\nr1 = 0\nthere: r0 = 0\nif r6 == 0 goto end\nr0 = *(u64 *)(r6 +0)\nend: exit");

        GraphBlock there = graph.Functions[0].Blocks.Single(b => b.Lines[0].Text.EndsWith(": r0 = 0", StringComparison.Ordinal));

        Assert.Equal("R6=map_value(map=hash,ks=4,vs=16) | 0", string.Join(' ', there.Invariants.Where(i => i.StartsWith("R6", StringComparison.Ordinal)).Select(Sorted)));
    }

    [Fact]
    public void Invariants_OfTheStack_TellWhatAllPathsHaveWritten()
    {
        const string Text = """
            r0 = *(u32 *)(r1 +0)
            *(u64 *)(r10 -8) = r1
            if r0 == 0 goto met
            *(u64 *)(r10 -16) = r1
            met: r0 = *(u64 *)(r10 -8)
            r0 = 0
            exit
            """;

        GraphBlock met = Build(Text).Functions[0].Blocks[2];

        Assert.Equal(["fp-8=ctx()"], met.Invariants.Where(i => i.StartsWith("fp", StringComparison.Ordinal)));
    }

    [Fact]
    public void Invariants_RegistersThatHoldNothing_AreLeftOut()
    {
        // A call of a function may read all five arguments: of those only what holds something is told.
        ControlFlowGraph graph = Build("r1 = 1\ncall inner\nr0 = 0\nexit\ninner: r0 = r1\nexit");

        Assert.Equal(["R1=ctx()"], Build("r6 = r1\nr0 = *(u32 *)(r6 +0)\nr0 = 0\nexit").Functions[0].Blocks[0].Invariants);
        Assert.DoesNotContain(graph.Functions.SelectMany(f => f.Blocks).SelectMany(b => b.Invariants), i => i.EndsWith("=?", StringComparison.Ordinal));
    }

    [Fact]
    public void Graph_Loop_LeadsBack()
    {
        GraphFunction function = Build("r6 = 0\nagain: r6 += 1\nif r6 < 5 goto again\nr0 = 0\nexit").Functions[0];

        GraphEdge back = Assert.Single(function.Edges, e => e.To <= e.From);
        Assert.Equal((1, 1, true, EdgeState.Taken, 4), (back.From, back.To, back.IsJump, back.State, back.Visits));
        Assert.Equal(5, function.Blocks[1].Visits);
    }

    [Fact]
    public void Graph_Functions_AreApartAndWaysLeadOverCalls()
    {
        ControlFlowGraph graph = Build("r6 = 1\nr1 = 2\ncall inner\nif r0 == 2 goto end\nr0 = 0\nend: exit\ninner: r0 = r1\nexit");

        Assert.Equal(["seeded", "func#1"], graph.Functions.Select(f => f.Name));
        Assert.Equal(["R1=2"], graph.Functions[1].Blocks[0].Invariants);
        Assert.All(graph.Functions[0].Edges.Where(e => e.State == EdgeState.Taken), e => Assert.True(e.Visits > 0));
    }

    [Fact]
    public void Dot_OfAGraph_NamesBlocksAndWays()
    {
        string dot = Dot(Build(Branches));

        Assert.StartsWith("digraph \"seeded\" {\n", dot, StringComparison.Ordinal);
        Assert.EndsWith("}\n", dot, StringComparison.Ordinal);
        Assert.Contains("    b5 -> b7 [label=\"2\"];\n", dot, StringComparison.Ordinal);
        Assert.Contains("    b5 -> b9 [label=\"jump not taken\", style=dashed, color=gray50, fontcolor=gray50];\n", dot, StringComparison.Ordinal);
        Assert.Contains("    b9 [label=\"9: dead, no path comes here\\l", dot, StringComparison.Ordinal);
    }

    [Fact]
    public void Svg_OfAGraph_HasEachBlockAndWay()
    {
        var svg = XDocument.Parse(Svg(Build(Branches)));

        string[] texts = [.. svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        Assert.Contains("4: r7 = 2", texts);
        Assert.Contains("jump not taken", texts);
        Assert.Equal(5, svg.Descendants().Count(e => e.Name.LocalName == "rect" && (string?)e.Attribute("class") == "box"));
        Assert.Equal(5, svg.Descendants().Count(e => e.Attribute("marker-end") is not null));
    }

    [Fact]
    public void Text_OfHostileNames_StaysText()
    {
        const string Hostile = "a\"];\n<script>&\u0007\\";
        ControlFlowGraph graph = new(Hostile, [new GraphFunction(Hostile, [new GraphBlock(0, 1, 1, [Hostile], [new GraphLine(Hostile, true)])], [])]);

        XElement root = XDocument.Parse(Svg(graph)).Root!;
        string dot = Dot(graph);

        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName == "script");
        Assert.StartsWith("digraph \"a\\\"]; <script>& \\\\\" {\n", dot, StringComparison.Ordinal);
        Assert.Equal(0, dot.Replace("\\\\", "", StringComparison.Ordinal).Replace("\\\"", "", StringComparison.Ordinal).Count(c => c == '"') % 2);
    }

    [Fact]
    public void Graph_OfProgramsFromC_IsDrawn()
    {
        BpfObject obj = CompiledSource.Read("rejected.bpf.c");

        Assert.All(obj.Programs, program =>
        {
            VerifierReport report = ProgramVerifier.Verify(obj, program, new VerifierOptions { CollectsGraph = true }, TestContext.Current.CancellationToken).Report;
            Assert.NotNull(XDocument.Parse(Svg(report.Graph!)).Root);
            Assert.Contains(report.Graph!.Functions[0].Blocks.SelectMany(b => b.Lines), l => l.IsSource);
        });
    }

    private static string Sorted(string invariant) =>
        $"R6={string.Join(" | ", invariant[3..].Split(" | ").OrderByDescending(v => v, StringComparer.Ordinal))}";

    private static string Dot(ControlFlowGraph graph)
    {
        using StringWriter text = new();
        graph.WriteDot(text);
        return text.ToString();
    }

    private static string Svg(ControlFlowGraph graph)
    {
        using StringWriter text = new();
        graph.WriteSvg(text);
        return text.ToString();
    }

    private static ControlFlowGraph Build(string text)
    {
        BpfObject obj = new SeededRejection("graph", "socket", "", null, text).ToObject();
        Verdict verdict = ProgramVerifier.Verify(obj, obj.Programs[0], new VerifierOptions { CollectsGraph = true }, TestContext.Current.CancellationToken);
        Assert.True(verdict.IsAccepted, verdict.Rejection?.ToString());
        return verdict.Report.Graph!;
    }
}
