using System.Text.Json;
using Waggle.Bpf.Catalog;
using Waggle.Cli.Inventory;
using Waggle.Linux.Features;

namespace Waggle.Cli.Views;

/// <summary>Everything that can be asked of the kernel, beside what <see cref="DoctorView"/> shows.</summary>
internal static class FeatureView
{
    private static readonly (string Title, string JsonName, Func<IReadOnlyList<Feature>> Ask)[] s_groups =
    [
        ("Instruction sets", "instruction_sets", KernelFeatures.InstructionSets),
        ("Kinds of types", "btf_kinds", KernelFeatures.BtfKinds),
        ("Attach types", "attach_types", KernelFeatures.AttachTypes),
        ("Tokens", "token", static () => [KernelFeatures.Token()]),
        ("Kernel options", "configuration", KernelFeatures.Configuration),
    ];

    private static IEnumerable<ProgramType> ProgramTypes => Enum.GetValues<ProgramType>().Where(type => type != ProgramType.Unspecified);

    public static List<Line> Lines()
    {
        List<Line> lines = [];
        foreach ((string title, _, Func<IReadOnlyList<Feature>> ask) in s_groups) DoctorView.AddGroup(lines, title, ask());
        foreach (ProgramType type in ProgramTypes)
        {
            // Of those that a type can't call there are many, and each is refused in the same words: their number does.
            IReadOnlyList<Feature> helpers = KernelFeatures.Helpers(type);
            List<Feature> shown = [.. helpers.Where(h => h.Availability == Availability.Yes)];
            if (helpers.FirstOrDefault(h => h.Availability == Availability.Unknown) is { } unknown) shown.Add(unknown with { Name = "unknown" });
            DoctorView.AddGroup(lines, $"Helpers for {KernelNames.Of(type)}: {helpers.Count(h => h.Availability == Availability.Yes)} of {helpers.Count}", shown);
        }

        return lines;
    }

    public static void WriteJson(Utf8JsonWriter json)
    {
        foreach ((_, string name, Func<IReadOnlyList<Feature>> ask) in s_groups) WriteFeatures(json, name, ask());
        json.WriteStartObject("helpers");
        foreach (ProgramType type in ProgramTypes) WriteFeatures(json, KernelNames.Of(type), KernelFeatures.Helpers(type));
        json.WriteEndObject();
    }

    private static void WriteFeatures(Utf8JsonWriter json, string name, IReadOnlyList<Feature> features)
    {
        json.WriteStartArray(name);
        foreach (Feature feature in features)
        {
            json.WriteStartObject();
            json.WriteString("name", feature.Name);
            json.WriteString("availability", feature.Availability.ToString().ToLowerInvariant());
            json.WriteString("evidence", feature.Evidence);
            json.WriteString("advice", feature.Advice);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
