using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Waggle.Linux.KernelTests;

/// <summary>A C program or library of tests/data/c, compiled for this machine; a test on a machine that can't is skipped.</summary>
internal sealed class NativeProgram : IDisposable
{
    private NativeProgram(string folder, string path) => (Folder, Path) = (folder, path);

    public string Folder { get; }

    public string Path { get; }

    public static NativeProgram Compile(string fileName, params string[] options) => Compile(fileName, "program", options);

    public static NativeProgram Compile(string fileName, string output, string[] options)
    {
        string? compiler = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => new[] { "clang-19", "cc", "gcc", "clang" }.Select(name => System.IO.Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (compiler is null) Assert.Skip("no C compiler is installed");
        if (!File.Exists("/usr/include/stdio.h")) Assert.Skip("the C library's headers (libc6-dev) are not installed");

        string folder = Directory.CreateTempSubdirectory("waggle-").FullName;
        string path = System.IO.Path.Combine(folder, output);
        string source = DataFile(fileName);
        using var process = Process.Start(new ProcessStartInfo(compiler, ["-O1", "-g", source, "-o", path, .. options]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
        return new NativeProgram(folder, path);
    }

    /// <summary>Path of a file of tests/data/c.</summary>
    public static string DataFile(string fileName, [CallerFilePath] string thisFile = "") =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(thisFile)!, "..", "data", "c", fileName);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
