using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Waggle.Trace.Generation;
using Waggle.Trace.Running;

namespace Waggle.Cli.Views;

/// <summary>Prints what an expression asks for, for people.</summary>
internal sealed class TraceText(Stream output) : ITraceOutput, IDisposable
{
    private const int BarWidth = 50;

    private readonly StreamWriter _writer = new(output, new UTF8Encoding(false), leaveOpen: true) { AutoFlush = false };

    public void Print(string text, ImmutableArray<object> values) => _writer.Write(string.Concat(text.Split('\n').Select(l => SafeText.Clean(l) + "\n")));

    public void Print(MapReport map)
    {
        _writer.Write('\n');
        foreach (MapRow row in map.Rows) Print(map.Map, row);
    }

    public void Flush()
    {
        _writer.Flush();
        output.Flush();
    }

    public void Dispose() => _writer.Dispose();

    private void Print(ScriptMap map, MapRow row)
    {
        string key = row.Key.IsEmpty ? "" : $"[{string.Join(", ", row.Key.Select(Text))}]";
        if (row.Value is ImmutableArray<HistogramBucket> buckets)
        {
            _writer.Write($"{map.Name}{key}:\n");
            Print(buckets);
            return;
        }

        _writer.Write($"{map.Name}{key}: {Value(map, row.Value)}\n");
    }

    private void Print(ImmutableArray<HistogramBucket> buckets)
    {
        string[] labels = [.. buckets.Select(Label)];
        int width = labels.Max(l => l.Length);
        long most = buckets.Max(b => b.Count);
        for (int i = 0; i < buckets.Length; i++)
        {
            string bar = HorizontalBar.Draw((double)buckets[i].Count / most, BarWidth);
            _writer.Write(string.Create(CultureInfo.InvariantCulture, $"{labels[i].PadRight(width)} {buckets[i].Count,10} |{bar.PadRight(BarWidth)}|\n"));
        }
    }

    private static string Label(HistogramBucket bucket) => bucket switch
    {
        { From: null } => $"(…, {Number(bucket.To)})",
        { To: null } => $"[{Number(bucket.From)}, …)",
        { From: var from, To: var to } when to - from == 1 => $"[{Number(from)}]",
        _ => $"[{Number(bucket.From)}, {Number(bucket.To)})",
    };

    // 1,024 is 1K, as sizes are read.
    private static string Number(long? number) => number switch
    {
        >= 1L << 40 when number % (1L << 40) == 0 => $"{number >> 40}T",
        >= 1L << 30 when number % (1L << 30) == 0 => $"{number >> 30}G",
        >= 1L << 20 when number % (1L << 20) == 0 => $"{number >> 20}M",
        >= 1L << 10 when number % (1L << 10) == 0 => $"{number >> 10}K",
        _ => string.Create(CultureInfo.InvariantCulture, $"{number}"),
    };

    private static string Value(ScriptMap map, object value) => value is not AggregateReport numbers ? Text(value) : map.Kind switch
    {
        MapKind.Avg => Text(numbers.Mean),
        MapKind.Min => Text(numbers.Least),
        MapKind.Max => Text(numbers.Greatest),
        MapKind.Stats => string.Create(CultureInfo.InvariantCulture, $"count {numbers.Count}, average {numbers.Mean}, total {numbers.Sum}"),
        _ => Text(numbers.Sum),
    };

    private static string Text(object value) => value is StackFrames stack
        ? string.Concat(stack.Frames.Select(f => $"\n    {SafeText.Clean(f)}")) + "\n"
        : SafeText.Clean(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
}
