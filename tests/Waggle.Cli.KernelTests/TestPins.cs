using System.Diagnostics;

namespace Waggle.Cli.KernelTests;

/// <summary>A BPF file system of the test's own, with files beside it. Both go with the test, and everything that was pinned.</summary>
internal sealed class TestPins : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("waggle-pins-").FullName;

    public TestPins()
    {
        Path = System.IO.Path.Combine(_folder, "bpf");
        Directory.CreateDirectory(Path);
        Run("mount", "-t", "bpf", "bpf", Path);
    }

    public string Path { get; }

    /// <summary>A file that is no pin.</summary>
    public string Write(string name, byte[] content)
    {
        string file = System.IO.Path.Combine(_folder, name);
        File.WriteAllBytes(file, content);
        return file;
    }

    public void Dispose()
    {
        Run("umount", Path);
        Directory.Delete(_folder, recursive: true);
    }

    private static void Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}
