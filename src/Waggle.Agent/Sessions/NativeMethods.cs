using System.Runtime.InteropServices;

namespace Waggle.Agent.Sessions;

/// <summary>The two calls that .NET has no face for.</summary>
internal static partial class NativeMethods
{
    [LibraryImport("libc", EntryPoint = "kill")]
    internal static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "gettid")]
    internal static partial int GetThreadId(); // glibc 2.30, musl 1.2
}
