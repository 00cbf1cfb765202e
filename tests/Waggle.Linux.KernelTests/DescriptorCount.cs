namespace Waggle.Linux.KernelTests;

/// <summary>Asserts that a test leaves no descriptor open that was not there before.</summary>
/// <remarks>What the runtime opens once and keeps is opened before the count, by running the scenario once.</remarks>
internal static class DescriptorCount
{
    public static void AssertSame(Action scenario)
    {
        scenario();
        List<string> before = Read();

        scenario();

        // What an earlier test left to the runtime to close may be closed meanwhile: only what is there now and was not counts.
        List<string> opened = Read();
        foreach (string target in before) opened.Remove(target);
        Assert.Empty(opened);
    }

    // Assemblies come and go as the runtime likes. The number of the descriptor is left out: the one of the listing itself moves.
    private static List<string> Read() =>
        [.. Directory.GetFileSystemEntries("/proc/self/fd")
            .Select(descriptor => new FileInfo(descriptor).LinkTarget ?? "")
            .Where(target => target.Length > 0 && !target.EndsWith(".dll", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
}
