using System.Globalization;
using Waggle.Verifier;

namespace Waggle.Benchmarks.Verification;

/// <summary>What the largest program takes of memory.</summary>
/// <param name="Name">The program.</param>
/// <param name="ResidentBefore">Bytes of the process in memory before: all objects of the comparison and the kernel's types.</param>
/// <param name="ResidentPeak">The most while it was verified.</param>
/// <param name="HeapBefore">Bytes of objects on the heap before.</param>
/// <param name="HeapPeak">The most that a collection found while it was verified; 0 if there was none.</param>
internal sealed record LargestMemory(string Name, long ResidentBefore, long ResidentPeak, long HeapBefore, long HeapPeak)
{
    private const int Candidates = 10;

    /// <summary>Verifies those that allocate most once more, each on a clean heap.</summary>
    public static LargestMemory? Measure(VerifierCase[] cases, List<Measurement> measured, VerifierOptions rules)
    {
        LargestMemory? largest = null;
        foreach (Measurement each in measured.OrderByDescending(m => m.Allocated).Take(Candidates))
        {
            VerifierCase program = cases.First(c => c.Name == each.Name);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            long heap = GC.GetTotalMemory(forceFullCollection: true);
            File.WriteAllText("/proc/self/clear_refs", "5"); // sets the peak back to what is resident now
            long before = Status("VmHWM:");
            int collections = GC.CollectionCount(0);
            _ = ProgramVerifier.Verify(program.Object, program.Fitted, rules);
            long heapPeak = GC.CollectionCount(0) == collections ? GC.GetTotalMemory(forceFullCollection: false) : GC.GetGCMemoryInfo().HeapSizeBytes;
            LargestMemory found = new(program.Name, before, Status("VmHWM:"), heap, heapPeak);
            if (largest is null || found.ResidentPeak - found.ResidentBefore > largest.ResidentPeak - largest.ResidentBefore) largest = found;
        }
        return largest;
    }

    private static long Status(string name)
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}
