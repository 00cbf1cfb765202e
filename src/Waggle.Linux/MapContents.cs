using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Maps;
using Waggle.Linux.Programs;

namespace Waggle.Linux;

/// <summary>Puts into maps what an object says they hold at first: other maps, and programs.</summary>
internal static class MapContents
{
    public static void PutMaps(IEnumerable<MapSpec> specs, IReadOnlyDictionary<string, KernelMap> maps)
    {
        foreach (MapSpec spec in specs.Where(s => s.Type != MapType.ProgramArray && !s.InitialEntries.IsEmpty))
        {
            var outer = new MapOfMaps<uint>(maps[spec.Name]);
            foreach (MapInitialEntry entry in spec.InitialEntries)
                outer.Set(entry.Index, Find(maps, entry, spec, "map"));
        }
    }

    /// <summary>Programs that were not loaded leave their places empty, as with libbpf.</summary>
    public static void PutPrograms(
        IEnumerable<MapSpec> specs, IReadOnlyDictionary<string, KernelMap> maps, IReadOnlyDictionary<string, KernelProgram> programs)
    {
        foreach (MapSpec spec in specs.Where(s => s.Type == MapType.ProgramArray && !s.InitialEntries.IsEmpty))
        {
            var array = new ProgramArrayMap(maps[spec.Name]);
            foreach (MapInitialEntry entry in spec.InitialEntries)
            {
                if (programs.TryGetValue(entry.Target, out KernelProgram? program)) array.Set(entry.Index, program);
            }
        }
    }

    private static T Find<T>(IReadOnlyDictionary<string, T> live, MapInitialEntry entry, MapSpec spec, string kind) =>
        live.TryGetValue(entry.Target, out T? found)
            ? found
            : throw new BpfException("fill a map", $"map '{spec}'", Errno.None, $"It is to hold the {kind} '{entry.Target}', which the object does not have.");
}
