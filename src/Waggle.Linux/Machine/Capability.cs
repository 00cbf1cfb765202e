namespace Waggle.Linux.Machine;

/// <summary>Capabilities that BPF asks for, with their numbers in include/uapi/linux/capability.h.</summary>
public enum Capability
{
    /// <summary>CAP_NET_ADMIN: network programs.</summary>
    NetAdmin = 12,

    /// <summary>CAP_SYS_ADMIN: all of the others here, and mounting.</summary>
    SysAdmin = 21,

    /// <summary>CAP_SYS_RESOURCE: raising resource limits.</summary>
    SysResource = 24,

    /// <summary>CAP_PERFMON: tracing (Linux 5.8).</summary>
    PerfMon = 38,

    /// <summary>CAP_BPF: maps, BTF and loading programs (Linux 5.8).</summary>
    Bpf = 39,
}

/// <summary>Names of capabilities.</summary>
public static class CapabilityNames
{
    /// <summary>The kernel's name, such as "CAP_BPF".</summary>
    public static string KernelName(this Capability capability) => capability switch
    {
        Capability.NetAdmin => "CAP_NET_ADMIN",
        Capability.SysAdmin => "CAP_SYS_ADMIN",
        Capability.SysResource => "CAP_SYS_RESOURCE",
        Capability.PerfMon => "CAP_PERFMON",
        Capability.Bpf => "CAP_BPF",
        _ => $"capability {(int)capability}",
    };
}
