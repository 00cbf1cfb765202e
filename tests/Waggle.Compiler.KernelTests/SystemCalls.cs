using System.Runtime.InteropServices;

namespace Waggle.Compiler.KernelTests;

/// <summary>The system call that tests count, and who makes it.</summary>
internal static partial class SystemCalls
{
    /// <summary>Calls getppid exactly this often.</summary>
    public static void GetParent(int times)
    {
        for (int i = 0; i < times; i++) _ = GetParent();
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int GetParent();

    [LibraryImport("libc", EntryPoint = "gettid")]
    public static partial int GetThread();
}
