using System.Runtime.InteropServices;

namespace Waggle.Linux.KernelTests;

/// <summary>Runs code on a thread that has given up capabilities; they belong to threads, and end with this one.</summary>
internal static unsafe partial class UnprivilegedThread
{
    private const uint Version = 0x20080522; // _LINUX_CAPABILITY_VERSION_3

    /// <param name="keep">Capabilities to keep, one bit for each.</param>
    /// <param name="action">What to run; its exception is returned.</param>
    public static Exception? Run(ulong keep, Action action)
    {
        Exception? result = null;
        var thread = new Thread(() =>
        {
            try
            {
                Drop(keep);
                action();
            }
            catch (Exception error)
            {
                result = error; // asserted on by the caller
            }
        });
        thread.Start();
        thread.Join();
        return result;
    }

    private static void Drop(ulong keep)
    {
        uint* header = stackalloc uint[] { Version, 0 }; // 0: this thread
        uint* data = stackalloc uint[] { (uint)keep, (uint)keep, 0, (uint)(keep >> 32), (uint)(keep >> 32), 0 }; // effective, permitted, inheritable
        if (SetCapabilities(header, data) != 0) throw new InvalidOperationException($"capset: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    private static partial int SetCapabilities(uint* header, uint* data);
}
