namespace Waggle.Benchmarks;

/// <summary>The repository that the benchmarks run in: they compile programs of it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Waggle.slnx"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("Run this inside the repository: it compiles programs of it.");
    }
}
