using System.Collections.Frozen;
using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;

namespace Waggle.Verifier.Kernels;

/// <summary>What a version of Linux has, from the tables; nothing is asked of the running kernel.</summary>
/// <remarks>Each question is answered by null if the version has the thing, and by the sentence for the user if not. A kernel may lack more
/// than its version says, as it was built without it. Immutable and thread-safe.</remarks>
internal sealed class KernelProfile
{
    private static readonly FrozenDictionary<KernelFeature, Introduction<KernelFeature>> s_features = KernelFeatureRows.Rows.ToFrozenDictionary(row => row.What);
    private static readonly FrozenDictionary<ProgramType, Introduction<ProgramType>> s_programs = TypeRows.Programs.ToFrozenDictionary(row => row.What);
    private static readonly FrozenDictionary<MapType, Introduction<MapType>> s_maps = TypeRows.Maps.ToFrozenDictionary(row => row.What);
    private static readonly FrozenDictionary<AttachType, Introduction<AttachType>> s_attachTypes = TypeRows.AttachTypes.ToFrozenDictionary(row => row.What);
    private static readonly KernelVersion[] s_helpers = [default, .. HelperNames.All.Select(helper => KernelVersion.Parse(helper.Since))];

    private static readonly FrozenDictionary<KernelVersion, KernelProfile> s_known = KernelVersion.Known.ToFrozenDictionary(version => version, version => new KernelProfile(version));

    private readonly bool[] _features = new bool[Enum.GetValues<KernelFeature>().Length]; // asked for at every other instruction

    private KernelProfile(KernelVersion version)
    {
        (Version, Limits) = (version, KernelLimits.Of(version));
        foreach (Introduction<KernelFeature> row in KernelFeatureRows.Rows) _features[(int)row.What] = row.Since <= version;
    }

    /// <summary>The newest that the tables know.</summary>
    public static KernelProfile Latest { get; } = Of(KernelVersion.Latest);

    /// <summary>The version that is answered for.</summary>
    public KernelVersion Version { get; }

    /// <summary>How much of everything programs may have.</summary>
    public KernelLimits Limits { get; }

    /// <summary>What a version has. One that is newer than the tables has what <see cref="Latest"/> has.</summary>
    public static KernelProfile Of(KernelVersion version) => s_known.GetValueOrDefault(version) ?? new(version);

    /// <summary>Whether the version has a feature.</summary>
    public bool Has(KernelFeature feature) => _features[(int)feature];

    /// <summary>What to say where a feature is missing.</summary>
    public string? WhyNot(KernelFeature feature) => WhyNot(s_features[feature].Name, s_features[feature].Since);

    /// <summary>What to say where a type of program is missing.</summary>
    public string? WhyNot(ProgramType type) => s_programs.TryGetValue(type, out Introduction<ProgramType> row)
        ? WhyNot($"program type {row.Name}", row.Since)
        : $"no Linux up to {KernelVersion.Latest} has a program type {(int)type}";

    /// <summary>What to say where a type of map is missing.</summary>
    public string? WhyNot(MapType type) => s_maps.TryGetValue(type, out Introduction<MapType> row)
        ? WhyNot($"map type {row.Name}", row.Since)
        : $"no Linux up to {KernelVersion.Latest} has a map type {(int)type}";

    /// <summary>What to say where a place to attach to is missing.</summary>
    public string? WhyNot(AttachType type) => s_attachTypes.TryGetValue(type, out Introduction<AttachType> row)
        ? WhyNot($"attach type {row.Name}", row.Since)
        : $"no Linux up to {KernelVersion.Latest} has an attach type {(uint)type}";

    /// <summary>What to say where programs of a type have no helper of a number.</summary>
    /// <remarks>Says nothing of licences, privileges and how a kernel was built.</remarks>
    public string? WhyNotHelper(int number, ProgramType type)
    {
        if (number <= 0 || number >= s_helpers.Length) return $"no Linux has a helper {number}";
        string name = HelperNames.All[number - 1].Name;
        if (WhyNot(name, s_helpers[number]) is { } missing) return missing;
        if (HelperContracts.Find(number, type) is null) return $"programs of type {s_programs[type].Name} have no {name}";
        return HelperTypeChanges.Since(number, type) is { } since ? WhyNot($"{name} in programs of type {s_programs[type].Name}", since) : null;
    }

    /// <summary>What to say where programs of a type can't call a function of the kernel.</summary>
    /// <remarks>Says nothing of where a program is attached, and of how a kernel was built.</remarks>
    public string? WhyNotKernelFunction(string name, ProgramType type)
    {
        if (KernelFunctions.Find(name, type, Version) is not null) return null;
        ImmutableArray<KernelFunction> rows = KernelFunctions.Of(name);
        if (rows.IsEmpty) return $"no Linux up to {KernelVersion.Latest} is known to have a function {name} for programs";
        if (!rows.Any(row => row.IsIn(Version)))
        {
            KernelVersion first = rows.Min(row => row.Since);
            return first > Version ? WhyNot(name, first) : $"{name} is gone since Linux {rows.Max(row => row.Until)}; {Version} was chosen";
        }
        return rows.Select(row => KernelFunctions.Since(row, type) is { } since ? WhyNot($"{name} in programs of type {s_programs[type].Name}", since) : null).FirstOrDefault(why => why is not null)
            ?? $"programs of type {s_programs[type].Name} can't call {name}";
    }

    /// <summary>What to say of a thing that a version has or not.</summary>
    internal string? WhyNot(string name, KernelVersion since) => since <= Version ? null : $"{name} needs Linux {since}; {Version} was chosen";
}
