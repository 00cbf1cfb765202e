using Waggle.Bpf.Types;

namespace Waggle.Corpus.KernelTests;

/// <summary>The types of a kernel that does not run here, from its package: tests/guests/btf.</summary>
internal sealed class ForeignKernel
{
    private ForeignKernel(string path) => (Path, Types) = (path, Btf.Read(File.ReadAllBytes(path)));

    /// <summary>Debian's kernels that there are guests of.</summary>
    public static IReadOnlyList<string> Versions { get; } = ["6.1", "6.12"];

    /// <summary>File with the types, as in /sys/kernel/btf.</summary>
    public string Path { get; }

    /// <summary>The same, read.</summary>
    public Btf Types { get; }

    /// <summary>Rows for a test of each file for each kernel.</summary>
    public static TheoryData<string, string> WithEachOf(IEnumerable<string> files)
    {
        TheoryData<string, string> rows = [];
        foreach (string file in files)
        {
            foreach (string version in Versions) rows.Add(version, file);
        }
        return rows;
    }

    /// <summary>Fetches the types of a kernel, unless they are there already.</summary>
    /// <param name="version">One of <see cref="Versions"/>.</param>
    /// <param name="problem">Why they can't be had; null if they can.</param>
    public static ForeignKernel? TryFetch(string version, out string? problem)
    {
        (int status, string output, string errors) = Workshop.Run("bash", System.IO.Path.Combine(Workshop.Root, "tests", "guests", "btf"), version);
        problem = status == 0 ? null : $"tests/guests/btf {version} failed: {output}{errors}";
        return status == 0 ? new ForeignKernel(System.IO.Path.Combine(Workshop.Root, "artifacts", "guests", version, "btf", "vmlinux")) : null;
    }
}
