using System.ComponentModel;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Waggle.Vm.KernelTests.Packets;

/// <summary>Runs something on a thread that stays on CPU 0, so that programs see the number that they see in an engine with one CPU.</summary>
internal static unsafe partial class FirstCpu
{
    public static void Run(Action action)
    {
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                ulong mask = 1;
                if (SetAffinity(0, sizeof(ulong), &mask) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
                action();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nint size, ulong* mask);
}
