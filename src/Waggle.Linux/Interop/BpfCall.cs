using System.Runtime.CompilerServices;
using Waggle.Bpf.Errors;

namespace Waggle.Linux.Interop;

/// <summary><c>bpf(2)</c> and <c>perf_event_open(2)</c>, which the C library does not export.</summary>
internal static unsafe class BpfCall
{
    private const int MaximumAttempts = 5;

    /// <summary>Told of each call of <see cref="Open"/> on this thread: set by tests only.</summary>
    [ThreadStatic] internal static CallObserver? t_observer;

    /// <summary>Invokes a command. Returns what the kernel returns: -1 leaves errno in <see cref="Libc.LastError"/>.</summary>
    public static nint Invoke<TAttr>(BpfCommand command, ref TAttr attr) where TAttr : unmanaged =>
        Libc.SystemCall(SystemCallNumbers.Bpf, (nint)command, (nint)Unsafe.AsPointer(ref attr), sizeof(TAttr), 0, 0, 0);

    /// <summary>Invokes a command that returns a descriptor; null on failure.</summary>
    /// <remarks>The attribute must be on the stack: its address is passed as it is.</remarks>
    public static SafeDescriptor? Open<TAttr>(BpfCommand command, ref TAttr attr) where TAttr : unmanaged
    {
        nint descriptor = -1;
        // The verifier stops with EAGAIN when a signal arrives (the runtime sends some); libbpf tries 5 times too.
        for (int attempt = 0; attempt < MaximumAttempts && descriptor < 0; attempt++)
        {
            descriptor = Invoke(command, ref attr);
            if (descriptor < 0 && Libc.LastError != Errno.TryAgain) break;
        }
        t_observer?.Invoke(command, (nint)Unsafe.AsPointer(ref attr), descriptor, descriptor < 0 ? Libc.LastError : Errno.None);
        return descriptor < 0 ? null : new SafeDescriptor(descriptor);
    }

    /// <summary>Opens a perf event for one process or all (-1), on one CPU or all (-1); null on failure.</summary>
    public static SafeDescriptor? OpenPerfEvent(ref PerfEventAttr attr, int processId, int cpu)
    {
        nint descriptor = Libc.SystemCall(SystemCallNumbers.PerfEventOpen, (nint)Unsafe.AsPointer(ref attr),
            processId, cpu, -1, PerfEventAttr.PERF_FLAG_FD_CLOEXEC, 0);
        return descriptor < 0 ? null : new SafeDescriptor(descriptor);
    }
}
