using Waggle.Bpf.Errors;

namespace Waggle.Agent.Sessions;

/// <summary>The numbers by which processes are known: programs in the kernel see those of the initial pid namespace.</summary>
internal static class PidNamespace
{
    private const string Path = "/proc/self/ns/pid";

    // PROC_PID_INIT_INO of include/linux/proc_ns.h: the same on every machine.
    private const string Initial = "pid:[4026531836]";

    /// <summary>Complains when the numbers that this process sees are a container's own.</summary>
    /// <exception cref="BpfNotSupportedException">They are.</exception>
    public static void ThrowIfNotInitial()
    {
        string? space = new FileInfo(Path).LinkTarget;
        if (space is null or Initial) return;

        throw new BpfNotSupportedException("follow a process", "", Errno.None,
            "Process ids in this container are not those of the kernel. Run waggle outside, or start the container with the host's pid namespace (--pid=host).");
    }
}
