using System.Globalization;
using System.Text.Json;
using Waggle.Bpf.Maps;
using Waggle.Cli.Inventory;
using Waggle.Linux.Inspection;

namespace Waggle.Cli.Views;

/// <summary>Maps as a table and as JSON with bpftool's names.</summary>
internal static class MapInfoView
{
    public static List<Line> Table(IEnumerable<KernelMapInfo> maps)
    {
        Table table = new(">ID", "TYPE", "NAME", ">KEY", ">VALUE", ">ENTRIES", ">MEMORY", ">BTF", "FLAGS");
        foreach (KernelMapInfo m in maps)
        {
            table.Add((Number(m.Id), Palette.Plain), (KernelNames.Of(m.Type), Palette.Name), (m.Name.Length == 0 ? "-" : m.Name, Palette.Plain),
                (Size(m.KeySizeInBytes), Palette.Plain), (Size(m.ValueSizeInBytes), Palette.Plain), (Quantity.Count(m.MaxEntries), Palette.Plain),
                (Quantity.Bytes(m.LockedMemoryInBytes), Palette.Plain), (m.BtfId == 0 ? "-" : Number(m.BtfId), Palette.Plain), (Flags(m), Palette.Quiet));
        }

        return table.Lines();
    }

    public static void WriteJson(Utf8JsonWriter json, KernelMapInfo m)
    {
        json.WriteNumber("id", m.Id);
        json.WriteString("type", KernelNames.Of(m.Type));
        json.WriteString("name", m.Name);
        json.WriteNumber("flags", (uint)m.Flags);
        json.WriteNumber("bytes_key", m.KeySizeInBytes);
        json.WriteNumber("bytes_value", m.ValueSizeInBytes);
        json.WriteNumber("max_entries", m.MaxEntries);
        json.WriteNumber("map_extra", m.Extra);
        json.WriteNumber("bytes_memlock", m.LockedMemoryInBytes);
        json.WriteNumber("frozen", m.IsFrozen ? 1 : 0);
        json.WriteNumber("btf_id", m.BtfId);
    }

    private static string Flags(KernelMapInfo m)
    {
        string flags = m.Flags == MapFlags.None ? "" : m.Flags.ToString();
        return !m.IsFrozen ? flags.Length == 0 ? "-" : flags : flags.Length == 0 ? "frozen" : $"{flags}, frozen";
    }

    private static string Size(int bytes) => $"{bytes.ToString(CultureInfo.InvariantCulture)} B";

    private static string Number(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
