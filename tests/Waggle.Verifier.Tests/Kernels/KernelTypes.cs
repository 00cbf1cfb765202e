using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Types;

namespace Waggle.Verifier.Tests.Kernels;

/// <summary>Types of kernels, as they say themselves: of the one that runs here, and of the guests' from their packages (tests/guests/btf).</summary>
internal static class KernelTypes
{
    /// <summary>Name of the running kernel, among <see cref="Names"/>.</summary>
    public const string Running = "running";

    private static readonly ConcurrentDictionary<string, Lazy<(Btf? Types, string Problem)>> s_read = new();

    /// <summary>All of them.</summary>
    public static TheoryData<string> Names => ["6.1", "6.12", Running];

    /// <summary>The types of one; the test is skipped if they can't be had.</summary>
    public static Btf Of(string name)
    {
        (Btf? types, string problem) = s_read.GetOrAdd(name, key => new(() => Read(key))).Value;
        if (types is null) Assert.Skip(problem);
        return types;
    }

    /// <summary>Its version.</summary>
    public static Verifier.Kernels.KernelVersion VersionOf(string name) =>
        Verifier.Kernels.KernelVersion.Parse(name == Running ? File.ReadAllText("/proc/sys/kernel/osrelease") : name);

    /// <summary>Names of its functions.</summary>
    public static HashSet<string> FunctionsOf(Btf types) =>
        [.. Enumerable.Range(1, types.Count - 1).Select(id => types[id]).OfType<BtfFunction>().Select(f => f.Name)];

    private static (Btf?, string) Read(string name)
    {
        string path = "/sys/kernel/btf/vmlinux";
        if (name != Running)
        {
            using Process fetch = Process.Start(new ProcessStartInfo("bash", [Path.Combine(Root, "tests", "guests", "btf"), name])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> errors = fetch.StandardError.ReadToEndAsync();
            string output = fetch.StandardOutput.ReadToEnd();
            fetch.WaitForExit();
            if (fetch.ExitCode != 0) return (null, $"tests/guests/btf {name} failed: {output}{errors.GetAwaiter().GetResult()}");
            path = Path.Combine(Root, "artifacts", "guests", name, "btf", "vmlinux");
        }
        return File.Exists(path) ? (Btf.Read(File.ReadAllBytes(path)), "") : (null, $"there is no {path}");
    }

    private static string Root { get; } = FindRoot();

    private static string FindRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
}
