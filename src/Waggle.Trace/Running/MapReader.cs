using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Waggle.Bpf.Maps;
using Waggle.Trace.Generation;
using Waggle.Trace.Language;

namespace Waggle.Trace.Running;

/// <summary>Reads maps of an expression: CPUs together, buckets by key, in order.</summary>
internal static class MapReader
{
    internal static MapReport Read(LiveMap live, ScriptMap map, ValueReader values)
    {
        IEnumerable<MapElement> elements = live.ReadElements();
        IEnumerable<MapRow> rows = map.IsHistogram
            ? Histograms(elements, map, values)
            : elements.Select(e => new MapRow(Key(e.Key.Span, map, values), Value(e.Value.Span, map, values)));
        return new MapReport(map, [.. Merged(rows).OrderBy(r => Order(map, r.Value)).ThenBy(r => string.Join(' ', r.Key), StringComparer.Ordinal)]);
    }

    // Stacks with other addresses may have the same names; they are told together.
    private static IEnumerable<MapRow> Merged(IEnumerable<MapRow> rows) => rows
        .GroupBy(r => string.Join('\u0001', r.Key))
        .SelectMany(g => g.Skip(1).Any() && g.All(r => r.Value is long) ? [new MapRow(g.First().Key, g.Sum(r => (long)r.Value))] : g.AsEnumerable());

    private static ImmutableArray<object> Key(ReadOnlySpan<byte> key, ScriptMap map, ValueReader values) => values.Read(key, map.Key);

    private static object Value(ReadOnlySpan<byte> value, ScriptMap map, ValueReader values)
    {
        if (map.Kind == MapKind.Scalar) return values.Read(value, map.Value);
        if (map.Kind == MapKind.Count) return Sum(value);
        long count = 0, sum = 0, least = long.MaxValue, greatest = long.MinValue;
        foreach (Aggregate each in MemoryMarshal.Cast<byte, Aggregate>(value))
        {
            if (each.Count == 0) continue; // this CPU had none
            count += each.Count;
            sum += each.Sum;
            least = Math.Min(least, each.Least);
            greatest = Math.Max(greatest, each.Greatest);
        }

        return count == 0 ? new AggregateReport(0, 0, 0, 0) : new AggregateReport(count, sum, least, greatest);
    }

    private static IEnumerable<MapRow> Histograms(IEnumerable<MapElement> elements, ScriptMap map, ValueReader values)
    {
        foreach (var group in elements.GroupBy(e => Convert.ToHexString(e.Key.Span[..^8])))
        {
            Dictionary<long, long> counts = group.ToDictionary(e => BinaryPrimitives.ReadInt64LittleEndian(e.Key.Span[^8..]), e => Sum(e.Value.Span));
            yield return new MapRow(Key(group.First().Key.Span[..^8], map, values), Buckets(counts, map));
        }
    }

    // From the first that counted anything to the last, the empty ones between them too.
    private static ImmutableArray<HistogramBucket> Buckets(Dictionary<long, long> counts, ScriptMap map)
    {
        var buckets = ImmutableArray.CreateBuilder<HistogramBucket>();
        for (long number = counts.Keys.Min(); number <= counts.Keys.Max(); number++)
        {
            (long? from, long? to) = map.Kind == MapKind.Hist ? PowerOfTwo(number) : Linear(number, map);
            buckets.Add(new HistogramBucket(from, to, counts.GetValueOrDefault(number)));
        }

        return buckets.ToImmutable();
    }

    private static (long?, long?) PowerOfTwo(long number) => number switch
    {
        Language.Buckets.Below => (null, 0),
        0 => (0, 1),
        63 => (1L << 62, null),
        _ => (1L << (int)(number - 1), 1L << (int)number),
    };

    private static (long?, long?) Linear(long number, ScriptMap map)
    {
        (long from, long width, long count) = map.Buckets;
        if (number < 0) return (null, from);
        return (from + (number * width), number >= count ? null : from + ((number + 1) * width));
    }

    private static long Sum(ReadOnlySpan<byte> value)
    {
        long sum = 0;
        foreach (long each in MemoryMarshal.Cast<byte, long>(value)) sum += each;
        return sum;
    }

    private static decimal Order(ScriptMap map, object value) => value switch
    {
        long number => number,
        ulong number => number,
        AggregateReport numbers => map.Kind switch
        {
            MapKind.Avg => numbers.Mean,
            MapKind.Min => numbers.Least,
            MapKind.Max => numbers.Greatest,
            MapKind.Stats => numbers.Count,
            _ => numbers.Sum,
        },
        ImmutableArray<HistogramBucket> buckets => buckets.Sum(b => b.Count),
        _ => 0,
    };
}
