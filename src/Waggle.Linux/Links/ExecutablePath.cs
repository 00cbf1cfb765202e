using System.Runtime.InteropServices;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>Finds the file that a bare name means: a library where the loader looks, a program in <c>PATH</c>.</summary>
internal static class ExecutablePath
{
    /// <exception cref="BpfAttachException">No folder has it.</exception>
    public static string Find(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal)) return name;
        bool isLibrary = name.EndsWith(".so", StringComparison.Ordinal) || name.Contains(".so.", StringComparison.Ordinal);
        string folders = isLibrary
            ? $"{Environment.GetEnvironmentVariable("LD_LIBRARY_PATH")}:{SystemLibraries}"
            : $"{Environment.GetEnvironmentVariable("PATH")}:/usr/bin:/usr/sbin";
        return folders.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new BpfAttachException("find a file", $"'{name}'", Errno.NoEntry, $"None of these folders has it: {folders.Trim(':')}.");
    }

    private static string SystemLibraries => RuntimeInformation.ProcessArchitecture == Architecture.Arm64
        ? "/lib/aarch64-linux-gnu:/usr/lib/aarch64-linux-gnu:/lib64:/usr/lib64:/lib:/usr/lib"
        : "/lib/x86_64-linux-gnu:/usr/lib/x86_64-linux-gnu:/lib64:/usr/lib64:/lib:/usr/lib";
}
