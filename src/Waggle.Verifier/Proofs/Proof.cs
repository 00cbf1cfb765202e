using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;

namespace Waggle.Verifier.Proofs;

/// <summary>That a program is safe: it touches only what it may, and ends. Only the verifier can make one.</summary>
/// <remarks>
/// Bound to what it was made for: the instructions, the type and place of the program, the maps that it names with the contents of those that
/// nobody can change, the names that it asks for, and the <see cref="ProgramHost"/>. <see cref="WhyNotFor"/> says whether that is what an engine
/// is about to run; an engine that runs anything else by this proof is not safe. Immutable and thread-safe.
/// </remarks>
public sealed class Proof
{
    private readonly ProgramSpec _program;
    private readonly ProgramHost? _host;
    private readonly ImmutableArray<MapSeal> _maps;
    private readonly ImmutableArray<ProofFacts> _facts;

    private Proof(ProgramSpec program, ProgramHost? host, ImmutableArray<MapSeal> maps, ImmutableArray<ProofFacts> facts, int memorySize)
    {
        (_program, _host, _maps, _facts, MemorySizeInBytes) = (program, host, maps, facts, memorySize);
        ProofFacts all = ProofFacts.None;
        foreach (ProofFacts each in facts) all |= each;
        (IsComplete, ReadsUnwrittenStack) = ((all & ProofFacts.Elsewhere) == 0, (all & ProofFacts.UnwrittenStack) != 0);
    }

    /// <summary>Whether no access and no call needs a check in an engine that is no kernel.</summary>
    public bool IsComplete { get; }

    /// <summary>Whether the program may read bytes of a stack frame that it has not written: an engine clears frames before it uses them
    /// again, or shows what another program left there.</summary>
    public bool ReadsUnwrittenStack { get; }

    /// <summary>How many bytes r1 must point to, if the program is given plain memory.</summary>
    public int MemorySizeInBytes { get; }

    /// <summary>What holds of an instruction.</summary>
    /// <param name="slot">Its place; a 64-bit immediate takes two.</param>
    public ProofFacts this[int slot] => _facts[slot];

    /// <summary>Says what differs between what the proof is of and what is to be run.</summary>
    /// <param name="program">The program to be run.</param>
    /// <param name="maps">The maps that it will have, by the descriptions that they were made from.</param>
    /// <param name="host">What will run it.</param>
    /// <returns>Half a sentence; null if nothing differs that matters.</returns>
    public string? WhyNotFor(ProgramSpec program, IEnumerable<MapSpec> maps, ProgramHost? host)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(maps);
        if (!_program.Instructions.AsSpan().SequenceEqual(program.Instructions.AsSpan())) return "it is of other instructions";
        if (_program.Type != program.Type || _program.ExpectedAttachType != program.ExpectedAttachType) return "it is of a program of another type";
        if (!_program.MapReferences.AsSpan().SequenceEqual(program.MapReferences.AsSpan())) return "it is of a program with other maps";
        if (!_program.ExternReferences.AsSpan().SequenceEqual(program.ExternReferences.AsSpan())) return "it is of a program that asks for other names";
        if (WhyNotHost(host) is { } why) return why;
        Dictionary<string, MapSpec> given = maps.ToDictionary(m => m.Name, StringComparer.Ordinal);
        foreach (MapSeal seal in _maps)
        {
            if (!given.TryGetValue(seal.Name, out MapSpec? map)) return $"it is of a program with a map '{seal.Name}'";
            if (!seal.IsFor(map)) return $"map '{seal.Name}' had another size, kind or content when it was made";
        }
        return null;
    }

    /// <summary>Puts together what an analysis has found.</summary>
    /// <param name="obj">The object that the program is of.</param>
    /// <param name="program">The program.</param>
    /// <param name="host">What runs it; null for a kernel.</param>
    /// <param name="facts">What was seen of each instruction.</param>
    /// <param name="memorySize">Bytes that r1 must point to, where that is memory of the host.</param>
    internal static Proof Of(BpfObject obj, ProgramSpec program, ProgramHost? host, ReadOnlySpan<ProofFacts> facts, int memorySize)
    {
        var maps = ImmutableArray.CreateBuilder<MapSeal>();
        foreach (MapSpec map in obj.Maps)
        {
            if (Names(program, map)) maps.Add(MapSeal.Of(map));
        }

        return new(program, host, maps.ToImmutable(), [.. facts], memorySize);
    }

    private static bool Names(ProgramSpec program, MapSpec map)
    {
        foreach (MapReference reference in program.MapReferences)
        {
            if (reference.MapName == map.Name) return true;
        }

        return false;
    }

    // Helpers that the program could not know it does not call.
    private string? WhyNotHost(ProgramHost? host)
    {
        if (_host is null && host is null) return null;
        if (_host is null || host is null) return "it was made for a kernel, and not for an application, or the other way round";
        bool hasHelpers = !_host.Helpers.IsEmpty || !_host.Functions.IsEmpty;
        if (hasHelpers && (_host.Helpers != host.Helpers || _host.Functions != host.Functions)) return "it was made for an application with other helpers";
        return _program.Type == ProgramType.Unspecified && _host.Context != host.Context ? "it was made for another context" : null;
    }
}
