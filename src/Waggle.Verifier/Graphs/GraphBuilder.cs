using System.Collections.Immutable;
using System.Globalization;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Verifier.Analysis;
using Waggle.Verifier.Code;
using Waggle.Verifier.Explanations;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Graphs;

/// <summary>Joins the states that come to the start of each block, counts the ways between blocks, and makes a graph of them.</summary>
/// <param name="text">The program.</param>
/// <param name="kernel">The kernel's types, or null.</param>
internal sealed class GraphBuilder(ProgramText text, Btf? kernel) : IStateObserver
{
    private readonly BlockMap _blocks = new(text);
    private readonly BlockInvariant?[] _invariants = new BlockInvariant?[text.Slots.Length];
    private readonly Dictionary<(int From, int To), int> _ways = [];
    private IReadOnlyList<MapSpec> _maps = [];

    public void Visit(ProgramText program, IReadOnlyList<MapSpec> maps, PathState state)
    {
        _maps = maps;
        if (!_blocks.IsStart(state.Slot)) return;
        (_invariants[state.Slot] ??= new BlockInvariant(text.Live[state.Slot])).Add(state);
        if (state.LastSlot >= 0 && Origin(state) is { } from) _ways[(from, state.Slot)] = _ways.GetValueOrDefault((from, state.Slot)) + 1;
    }

    // After a function the way leads on from the call.
    private int? Origin(PathState state)
    {
        Subprogram here = text.Containing(state.Slot);
        if (text.Containing(state.LastSlot) == here && !IsExit(state.LastSlot)) return state.LastSlot;
        if (state.Slot == here.Start || text.Slots[state.Slot - 1] is not { Opcode: { IsJump: true, JumpOperation: JumpOperation.Call } }) return null;
        return state.Slot - 1;
    }

    private bool IsExit(int slot) => text.Slots[slot].Opcode is { IsJump: true, JumpOperation: JumpOperation.Exit };

    /// <summary>The graph of what was seen.</summary>
    public ControlFlowGraph Build()
    {
        InstructionText instructions = new(text.Program);
        SourceLines sources = new(text.Program);
        StateText state = new(_maps, kernel, text.Object.Btf);
        SlotText slots = FrameText.SlotsOf(text, state);
        return new ControlFlowGraph(text.Program.Name, [.. text.Subprograms.Select(f => Build(f, instructions, sources, state, slots))]);
    }

    private GraphFunction Build(Subprogram function, InstructionText instructions, SourceLines sources, StateText state, SlotText slots)
    {
        (int Start, int Last, int End)[] places = [.. _blocks.Of(function)];
        Dictionary<int, int> numbers = places.Select((p, number) => (p.Start, number)).ToDictionary();
        List<GraphEdge> edges = [];
        for (int i = 0; i < places.Length; i++)
        {
            bool isDead = _invariants[places[i].Start] is null;
            foreach ((int to, bool isJump) in _blocks.From(places[i].Last, places[i].End, function))
            {
                int visits = _ways.GetValueOrDefault((places[i].Last, to));
                edges.Add(new GraphEdge(i, numbers[to], isJump, visits > 0 ? EdgeState.Taken : isDead ? EdgeState.Dead : EdgeState.NotTaken, visits));
            }
        }

        ImmutableArray<GraphBlock> blocks = [.. places.Select(p => new GraphBlock(
            p.Start, p.End, _invariants[p.Start]?.Visits ?? 0, [.. _invariants[p.Start]?.Write(state, slots) ?? []], [.. Lines(p.Start, p.End, instructions, sources)]))];
        return new GraphFunction(ReportBuilder.NameOf(function, text.Program), blocks, [.. edges]);
    }

    private IEnumerable<GraphLine> Lines(int start, int end, InstructionText instructions, SourceLines sources)
    {
        (string?, int?) last = default;
        for (int slot = start; slot < end; slot++)
        {
            if ((text.Marks[slot] & SlotMarks.SecondHalf) != 0) continue;
            if (sources.At(slot) is { } place && (place.File, place.Line) != last)
            {
                last = (place.File, place.Line);
                yield return new GraphLine($"; {place}", IsSource: true);
            }
            yield return new GraphLine(string.Create(CultureInfo.InvariantCulture, $"{slot}: {instructions.At(slot)}"), IsSource: false);
        }
    }
}
