using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;

namespace Waggle.Linux.Links;

/// <summary>Finds the file that a bare name means: a library where the loader looks, a program in <c>PATH</c>.</summary>
internal static class ExecutablePath
{
    /// <exception cref="BpfAttachException">No folder has it.</exception>
    public static string Find(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal)) return name;
        bool isLibrary = name.EndsWith(".so", StringComparison.Ordinal) || name.Contains(".so.", StringComparison.Ordinal);
        string programs = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/bin:/usr/sbin";
        string libraries = $"{Environment.GetEnvironmentVariable("LD_LIBRARY_PATH")}:{SystemLibraries}";
        string folders = isLibrary ? libraries : programs;
        // "libssl" means the library without saying its version, unless a program has that name.
        return Split(folders).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? (!isLibrary && name.StartsWith("lib", StringComparison.Ordinal) ? Split(libraries).SelectMany(f => Versions(f, name)).FirstOrDefault() : null)
            ?? throw new BpfAttachException("find a file", $"'{name}'", Errno.NoEntry, $"None of these folders has it: {folders.Trim(':')}.");
    }

    private static string[] Split(string folders) => folders.Split(':', StringSplitOptions.RemoveEmptyEntries);

    // NAME.so.1 and the like; NAME.so, which is for the linker and may be a script, only at last.
    private static IEnumerable<string> Versions(string folder, string name) => !Directory.Exists(folder) ? []
        : Directory.EnumerateFiles(folder, $"{name}.so*").Where(path => Path.GetFileName(path).AsSpan(name.Length) is ".so" or ['.', 's', 'o', '.', ..])
            .OrderBy(path => path.EndsWith(".so", StringComparison.Ordinal)).ThenBy(path => path, StringComparer.Ordinal);

    private static string SystemLibraries => RuntimeInformation.ProcessArchitecture == Architecture.Arm64
        ? "/lib/aarch64-linux-gnu:/usr/lib/aarch64-linux-gnu:/lib64:/usr/lib64:/lib:/usr/lib"
        : "/lib/x86_64-linux-gnu:/usr/lib/x86_64-linux-gnu:/lib64:/usr/lib64:/lib:/usr/lib";
}
