using System.Diagnostics;

namespace Waggle.Linux.KernelTests;

/// <summary>A cgroup v2 that the test made, and removes.</summary>
internal sealed class TestCgroup : IDisposable
{
    public TestCgroup()
    {
        string? root = File.ReadLines("/proc/self/mountinfo").Where(line => line.Contains(" - cgroup2 ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[4]).FirstOrDefault();
        if (root is null) Assert.Skip("cgroup v2 is not mounted");
        Path = System.IO.Path.Combine(root, $"waggle-test-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    /// <summary>Runs a shell script as a process of the cgroup. Returns its exit code.</summary>
    public int Run(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"echo $$ > {Path}/cgroup.procs && {script}"]) { RedirectStandardError = true })!;
        _ = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    public void Dispose() => Directory.Delete(Path);
}
