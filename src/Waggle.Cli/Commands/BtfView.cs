using System.Globalization;
using Waggle.Cli.Views;
using Waggle.Linux.Inspection;

namespace Waggle.Cli.Commands;

/// <summary>BTF objects as a table and as JSON with bpftool's names.</summary>
internal static class BtfView
{
    /// <summary>A BTF object, and the programs and maps that refer to it.</summary>
    internal sealed record Row(KernelBtfInfo Info, uint[] Programs, uint[] Maps);

    public static List<Row> Read()
    {
        ILookup<uint, uint> programs = KernelInventory.Programs().ToLookup(p => p.BtfId, p => p.Id), maps = KernelInventory.Maps().ToLookup(m => m.BtfId, m => m.Id);
        return [.. KernelInventory.BtfObjects().Select(b => new Row(b, [.. programs[b.Id]], [.. maps[b.Id]]))];
    }

    public static void Write(CommandOutput output, IReadOnlyList<Row> rows)
    {
        if (!output.IsJson)
        {
            output.Text(rows.Count == 0 ? [new Line().Add("No BTF objects are in the kernel.")] : Table(rows));
            return;
        }

        foreach (Row row in rows)
        {
            output.Json(json =>
            {
                json.WriteNumber("id", row.Info.Id);
                json.WriteNumber("size", row.Info.SizeInBytes);
                foreach ((string name, uint[] ids) in new[] { ("prog_ids", row.Programs), ("map_ids", row.Maps) })
                {
                    json.WriteStartArray(name);
                    foreach (uint id in ids) json.WriteNumberValue(id);
                    json.WriteEndArray();
                }

                json.WriteBoolean("kernel", row.Info.IsOfKernel);
                json.WriteString("name", row.Info.Name);
            });
        }
    }

    private static List<Line> Table(IReadOnlyList<Row> rows)
    {
        Table table = new(">ID", "NAME", ">SIZE", "PROGRAMS", "MAPS");
        foreach (Row row in rows)
        {
            table.Add((row.Info.Id.ToString(CultureInfo.InvariantCulture), Palette.Plain), (row.Info.Name.Length == 0 ? "-" : row.Info.Name, row.Info.IsOfKernel ? Palette.Name : Palette.Plain),
                (Quantity.Bytes(row.Info.SizeInBytes), Palette.Plain), (List(row.Programs), Palette.Plain), (List(row.Maps), Palette.Plain));
        }

        return table.Lines();
    }

    private static string List(uint[] ids) => ids.Length == 0 ? "-" : string.Join(',', ids);
}
