namespace Waggle.Linux.KernelTests;

/// <summary>Asserts that a test ends with as many open descriptors as it began with.</summary>
/// <remarks>What the runtime opens once and keeps is opened before the count, by running the scenario once.</remarks>
internal static class DescriptorCount
{
    public static void AssertSame(Action scenario)
    {
        scenario();
        string[] before = Read();

        scenario();

        Assert.Equal(before, Read());
    }

    // Assemblies come and go as the runtime likes. The number of the descriptor is left out: the one of the listing itself moves.
    private static string[] Read() =>
        [.. Directory.GetFileSystemEntries("/proc/self/fd")
            .Select(descriptor => new FileInfo(descriptor).LinkTarget ?? "")
            .Where(target => target.Length > 0 && !target.EndsWith(".dll", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
}
