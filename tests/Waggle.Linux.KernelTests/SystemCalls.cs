using System.Runtime.InteropServices;

namespace Waggle.Linux.KernelTests;

/// <summary>The system call that tests count, and who makes it.</summary>
internal static partial class SystemCalls
{
    public static int GetParentNumber => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 110 : 173;

    /// <summary>Calls getppid exactly this often.</summary>
    public static void GetParent(int times)
    {
        for (int i = 0; i < times; i++) _ = GetParent();
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParent();

    [LibraryImport("libc", EntryPoint = "gettid")]
    public static partial int GetThread();
}
