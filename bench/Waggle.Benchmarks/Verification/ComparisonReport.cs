using System.Globalization;

namespace Waggle.Benchmarks.Verification;

/// <summary>Prints what a comparison of verifiers has found.</summary>
internal static class ComparisonReport
{
    private const int Worst = 20;

    public static void Print(string folder, List<Measurement> measured)
    {
        List<Measurement> both = [.. measured.Where(m => m.IsAccepted && m.IsAcceptedByKernel && m.KernelBest > 0)];
        Line($"{folder}: {measured.Count} programs judged by both, {both.Count} accepted by both");
        if (both.Count == 0) return;
        Line($"ours by the kernel's time, geometric mean: {Mean(both, m => m.Ratio):F3} of best times, {Mean(both, m => m.Median / Math.Max(m.KernelMedian, 1)):F3} of medians, {Mean(both, m => m.First / m.KernelBest):F3} of our first");
        foreach (bool hasFunctions in new[] { false, true })
        {
            List<Measurement> part = [.. both.Where(m => m.HasFunctions == hasFunctions)];
            if (part.Count > 0) Line($"  {part.Count} {(hasFunctions ? "with functions, which the kernel compiles in its time" : "of one function")}: {Mean(part, m => m.Ratio):F3}");
        }
        Line($"  in sum: ours {both.Sum(m => m.Best) / 1000:F1} ms, the kernel's {both.Sum(m => m.KernelBest) / 1000:F1} ms");
        Line($"  instructions gone through: ours {both.Sum(m => (long)m.Instructions)}, the kernel {both.Sum(m => (long)m.KernelInstructions)}; the same number in {both.Count(m => m.Instructions == m.KernelInstructions)} programs");
        Spread("accepted, best of rounds", both, m => m.Best);
        Spread("accepted, medians of rounds", both, m => m.Median);
        Spread("accepted, first time in the process", both, m => m.First);
        Spread("accepted, the kernel's best", both, m => m.KernelBest);
        Spread("rejected here, best of rounds", [.. measured.Where(m => !m.IsAccepted)], m => m.Best);
        Line($"  allocated a program: median {Percentile(both, m => m.Allocated, 0.5) / 1024:F1} KiB, mean {both.Average(m => m.Allocated) / 1024:F1} KiB, most {both.Max(m => m.Allocated) / 1048576.0:F1} MiB");
        Line($"  the {Worst} highest ratios:");
        foreach (Measurement m in both.OrderByDescending(m => m.Ratio).Take(Worst))
            Line($"    {m.Ratio,8:F2}  {m.Name,-58} {m.Best,10:F1} beside {m.KernelBest,8:F0} µs, {m.Instructions,7} beside {m.KernelInstructions,7} instructions, {m.Allocated / 1024,7} KiB");
    }

    public static void PrintMemory(LargestMemory? memory)
    {
        if (memory is null) return;
        const double Mebibyte = 1024 * 1024;
        Line($"  most memory: {memory.Name}: resident {memory.ResidentBefore / Mebibyte:F0} MiB before, {memory.ResidentPeak / Mebibyte:F0} MiB at most; heap {memory.HeapBefore / Mebibyte:F0} and {memory.HeapPeak / Mebibyte:F0} MiB");
    }

    /// <summary>Adds a line a program to a file.</summary>
    public static void Append(string file, List<Measurement> measured) => File.AppendAllLines(file, measured.Select(m => string.Create(
        CultureInfo.InvariantCulture,
        $"{m.Name}\t{(m.IsAccepted ? "accept" : "reject")}\t{(m.IsAcceptedByKernel ? "accept" : "reject")}\t{m.First:F1}\t{m.Best:F1}\t{m.Median:F1}\t{m.KernelBest:F0}\t{m.KernelMedian:F0}\t{m.Instructions}\t{m.KernelInstructions}\t{m.Allocated}")));

    private static void Spread(string what, List<Measurement> measured, Func<Measurement, double> time)
    {
        if (measured.Count == 0) return;
        Line($"  {what}, {measured.Count} programs: median {Percentile(measured, time, 0.5) / 1000:F3} ms, p99 {Percentile(measured, time, 0.99) / 1000:F2} ms, longest {measured.Max(time) / 1000:F1} ms ({measured.MaxBy(time)!.Name})");
    }

    private static double Mean(List<Measurement> measured, Func<Measurement, double> ratio) => Math.Exp(measured.Average(m => Math.Log(ratio(m))));

    private static double Percentile(List<Measurement> measured, Func<Measurement, double> value, double part) =>
        measured.Select(value).Order().ElementAt(Math.Max(0, (int)Math.Ceiling(measured.Count * part) - 1));

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
