using System.Collections.Immutable;
using System.Globalization;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Verifier.Analysis;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Explanations;

/// <summary>Counts visits while a program is gone through, and makes the report of them.</summary>
/// <param name="program">The program.</param>
internal sealed class ReportBuilder(ProgramSpec program) : IStateObserver
{
    private readonly int[] _visits = new int[program.Instructions.Length];

    public void Visit(ProgramText text, IReadOnlyList<MapSpec> maps, PathState state) => _visits[state.Slot]++;

    /// <summary>The report.</summary>
    /// <param name="text">The program's text.</param>
    /// <param name="exploration">What went through it.</param>
    /// <param name="chain">The deepest chain of calls; null if the program was rejected.</param>
    public ProgramReport Build(ProgramText text, Exploration exploration, StackChain? chain)
    {
        InstructionText instructions = new(program);
        SourceLines sources = new(program);
        var hot = Enumerable.Range(0, _visits.Length).Where(slot => _visits[slot] > 0).OrderByDescending(slot => _visits[slot]).ThenBy(slot => slot);
        var lines = Enumerable.Range(0, _visits.Length).Where(slot => _visits[slot] > 0)
            .Select(slot => (Place: sources.At(slot), Visits: _visits[slot]))
            .Where(l => l.Place is not null).GroupBy(l => (l.Place!.File, l.Place.Line))
            .Select(g => new LineVisits(g.First().Place!, g.Sum(l => l.Visits))).OrderByDescending(l => l.Visits);
        return new ProgramReport(
            [.. text.Subprograms.Select(Describe)],
            chain?.Bytes ?? 0,
            chain is null ? [] : [.. chain.Functions.Select(f => NameOf(f, program))],
            Counts(program.MapReferences.Select(r => r.MapName)),
            Counts(Calls(text).Where(slot => text.Slots[slot].Source == (Register)CallKind.Helper).Select(slot => HelperName(text.Slots[slot].Immediate))),
            Counts(Calls(text).Where(slot => text.Slots[slot].Source == (Register)CallKind.KernelFunction).Select(slot => text.ExternAt(slot) ?? "?")),
            [.. hot.Take(ProgramReport.MostHot).Select(slot => new InstructionVisits(slot, instructions.At(slot), _visits[slot]))],
            [.. lines.Take(ProgramReport.MostHot)],
            exploration.Processed, exploration.StateCount, exploration.PeakStates);
    }

    /// <summary>What people call a function.</summary>
    internal static string NameOf(Subprogram function, ProgramSpec program) =>
        function.Number == 0 ? program.Name
        : function.Name.Length > 0 ? function.Name
        : string.Create(CultureInfo.InvariantCulture, $"func#{function.Number}");

    private FunctionUse Describe(Subprogram function) => new(
        NameOf(function, program), function.Start, function.End - function.Start, function.IsGlobal, function.StackDepth,
        _visits.AsSpan(function.Start, function.End - function.Start).ToArray().Sum());

    private static IEnumerable<int> Calls(ProgramText text) => Enumerable.Range(0, text.Slots.Length).Where(slot =>
        (text.Marks[slot] & SlotMarks.SecondHalf) == 0 && text.Slots[slot].Opcode is { Class: InstructionClass.Jmp, JumpOperation: JumpOperation.Call });

    private static string HelperName(int number) =>
        HelperNames.Symbols.HelperName!(number) ?? string.Create(CultureInfo.InvariantCulture, $"helper {number}");

    private static ImmutableArray<UseCount> Counts(IEnumerable<string> names) =>
        [.. names.GroupBy(n => n, StringComparer.Ordinal).Select(g => new UseCount(g.Key, g.Count())).OrderByDescending(u => u.Count).ThenBy(u => u.Name, StringComparer.Ordinal)];
}
