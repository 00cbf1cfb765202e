using System.Globalization;
using System.Text.Json;
using Waggle.Cli.Inventory;
using Waggle.Linux.Inspection;

namespace Waggle.Cli.Views;

/// <summary>Programs as a table, as a page and as JSON with bpftool's names.</summary>
internal static class ProgramView
{
    private const int LabelWidth = 14;

    public static List<Line> Table(IEnumerable<KernelProgramInfo> programs)
    {
        Table table = new(">ID", "TYPE", "NAME", "TAG", ">XLATED", ">JITED", "MAPS", "LOADED", ">UID");
        foreach (KernelProgramInfo p in programs)
        {
            table.Add((Number(p.Id), Palette.Plain), (KernelNames.Of(p.Type), Palette.Name), (Name(p.Name), Palette.Plain), (p.Tag, Palette.Quiet),
                (Quantity.Bytes(p.TranslatedSizeInBytes), Palette.Plain), (Jited(p), Palette.Plain), (List(p.MapIds), Palette.Plain), (Time(p.LoadedAt), Palette.Quiet),
                (Number(p.UserId), Palette.Plain));
        }

        return table.Lines();
    }

    public static List<Line> Details(KernelProgramInfo p)
    {
        List<Line> lines = [new Line().Add($"program {Number(p.Id)}", Palette.Heading).Add($"  {KernelNames.Of(p.Type)}", Palette.Name).Add($"  {Name(p.Name)}")];
        Add(lines, "tag", p.Tag);
        Add(lines, "loaded", $"{Time(p.LoadedAt)} by user {Number(p.UserId)}{(p.IsGplCompatible ? "" : ", not GPL-compatible")}");
        Add(lines, "size", $"{Quantity.Bytes(p.TranslatedSizeInBytes)} translated, {(p.MachineCodeSizeInBytes == 0 ? "interpreted" : $"{Quantity.Bytes(p.MachineCodeSizeInBytes)} machine code")}, "
            + $"{Quantity.Bytes(p.LockedMemoryInBytes)} memory");
        if (p.VerifiedInstructions > 0) Add(lines, "verified", Quantity.Count(p.VerifiedInstructions, "instruction", "instructions"));
        if (p.MapIds.Count > 0) Add(lines, "maps", List(p.MapIds));
        if (p.BtfId != 0) Add(lines, "BTF", Number(p.BtfId));
        if (p.AttachBtfId != 0) Add(lines, "hook", $"type {Number(p.AttachBtfId)} of BTF {Number(p.AttachBtfObjectId)}{HookName(p)}");
        if (p.RunCount > 0) Add(lines, "runs", $"{Quantity.Count(p.RunCount)}, {Quantity.Time(p.RunTimeInNanoseconds)} in all, {Quantity.Time((double)p.RunTimeInNanoseconds / p.RunCount)} each");
        if (p.RecursionMisses > 0) Add(lines, "missed", Quantity.Count(p.RecursionMisses, "run", "runs"));
        if (p.InterfaceIndex != 0) Add(lines, "offloaded to", $"interface {Number(p.InterfaceIndex)}");
        return lines;
    }

    public static void WriteJson(Utf8JsonWriter json, KernelProgramInfo p)
    {
        json.WriteNumber("id", p.Id);
        json.WriteString("type", KernelNames.Of(p.Type));
        json.WriteString("name", p.Name);
        json.WriteString("tag", p.Tag);
        json.WriteBoolean("gpl_compatible", p.IsGplCompatible);
        json.WriteNumber("run_time_ns", p.RunTimeInNanoseconds);
        json.WriteNumber("run_cnt", p.RunCount);
        json.WriteNumber("recursion_misses", p.RecursionMisses);
        json.WriteNumber("loaded_at", p.LoadedAt.ToUnixTimeSeconds());
        json.WriteNumber("uid", p.UserId);
        json.WriteNumber("bytes_xlated", p.TranslatedSizeInBytes);
        json.WriteBoolean("jited", p.MachineCodeSizeInBytes > 0);
        json.WriteNumber("bytes_jited", p.MachineCodeSizeInBytes);
        json.WriteNumber("bytes_memlock", p.LockedMemoryInBytes);
        json.WriteNumber("verified_insns", p.VerifiedInstructions);
        json.WriteStartArray("map_ids");
        foreach (uint id in p.MapIds) json.WriteNumberValue(id);
        json.WriteEndArray();
        json.WriteNumber("btf_id", p.BtfId);
        json.WriteNumber("attach_btf_obj_id", p.AttachBtfObjectId);
        json.WriteNumber("attach_btf_id", p.AttachBtfId);
    }

    private static string HookName(KernelProgramInfo p) => TargetNames.Find(p.AttachBtfObjectId, p.AttachBtfId) is { } name ? $": {name}" : "";

    private static void Add(List<Line> lines, string label, string text) => lines.Add(new Line().Add("  ").AddLeft(label, LabelWidth, Palette.Quiet).Add(text));

    private static string Jited(KernelProgramInfo p) => p.MachineCodeSizeInBytes == 0 ? "-" : Quantity.Bytes(p.MachineCodeSizeInBytes);

    private static string Name(string name) => name.Length == 0 ? "-" : name;

    private static string List(IReadOnlyList<uint> ids) => ids.Count == 0 ? "-" : string.Join(',', ids);

    private static string Number(uint number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
