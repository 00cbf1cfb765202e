using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Readers;
using Waggle.Bpf.Types;

namespace Waggle.Testing.Comparisons;

/// <summary>Reads all that is in a map, to be compared.</summary>
internal static unsafe class MapContents
{
    /// <summary>Adds what is in a map. Records and items of queues are taken out.</summary>
    /// <param name="observations">Where to.</param>
    /// <param name="map">The map.</param>
    /// <param name="cpu">The CPU that the programs ran on, as the engine counts them.</param>
    internal static void Observe(Observations observations, LiveMap map, int cpu)
    {
        switch (map.Type)
        {
            case MapType.RingBuffer:
                ObserveRecords(observations, map);
                break;
            case MapType.Queue or MapType.Stack:
                ObserveItems(observations, map);
                break;
            default:
                if (map.IsListable) ObserveElements(observations, map, cpu);
                break;
        }
    }

    /// <summary>Adds the global variables in a data section.</summary>
    internal static void ObserveGlobals(Observations observations, LiveMap section, Btf? types)
    {
        byte[] bytes = new byte[section.ValueSizeInBytes];
        if (!section.TryLookup(stackalloc byte[sizeof(uint)], bytes)) return;
        foreach (VariableSpec variable in VariableSpec.In([section.Spec], types))
            observations.Add($"variable '{variable.Name}'", Observations.Print(bytes.AsSpan(variable.Offset, variable.SizeInBytes), int.MaxValue));
    }

    private static void ObserveElements(Observations observations, LiveMap map, int cpu)
    {
        List<(string Key, string Value)> elements = [];
        int stride = (map.ValueSizeInBytes + 7) & ~7;
        foreach (MapElement element in map.ReadElements())
        {
            ReadOnlySpan<byte> value = map.CpuCount > 1 ? element.Value.Span.Slice(cpu * stride, map.ValueSizeInBytes) : element.Value.Span[..map.ValueSizeInBytes];
            // Values of these are numbers that an engine gives to programs and maps.
            string text = map.Type is MapType.ProgramArray or MapType.ArrayOfMaps or MapType.HashOfMaps ? "something" : Observations.Print(value, int.MaxValue);
            elements.Add((Observations.Print(element.Key.Span), text));
        }

        foreach ((string key, string value) in elements.OrderBy(e => e.Key, StringComparer.Ordinal))
            observations.Add($"map '{map.Name}', key {key}", value);
    }

    private static void ObserveRecords(Observations observations, LiveMap map)
    {
        using RingMemory memory = map.OpenRing(isProducer: false);
        var cursor = new RingCursor(memory);
        for (int i = 1; cursor.MoveNext(); i++)
            observations.Add($"map '{map.Name}', record {i}", Observations.Print(new ReadOnlySpan<byte>(cursor.Record, cursor.Length), int.MaxValue));
        cursor.Publish();
    }

    private static void ObserveItems(Observations observations, LiveMap map)
    {
        byte[] item = new byte[map.ValueSizeInBytes];
        fixed (byte* place = item)
        {
            for (int i = 1; map.LookupAndDelete(null, place) == Errno.None; i++)
                observations.Add($"map '{map.Name}', item {i}", Observations.Print(item, int.MaxValue));
        }
    }
}
