namespace Waggle.Corpus.KernelTests;

/// <summary>A line about what was compared, for <c>./test</c> to print.</summary>
internal static class Counts
{
    public static void Write(string name, string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        File.WriteAllText(Path.Combine(Workshop.Root, "artifacts", $"{name}.count"), line + "\n");
    }
}
