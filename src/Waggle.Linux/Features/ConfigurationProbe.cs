using Waggle.Linux.Machine;

namespace Waggle.Linux.Features;

/// <summary>Asks the kernel's configuration for the options that decide what BPF programs can do.</summary>
internal static class ConfigurationProbe
{
    // Of the kernel's Kconfig files, Linux 6.18.
    private static readonly string[] s_options =
    [
        "BPF", "BPF_SYSCALL", "HAVE_EBPF_JIT", "BPF_JIT", "BPF_JIT_ALWAYS_ON", "BPF_UNPRIV_DEFAULT_OFF", "BPF_PRELOAD", "BPF_LSM", "BPF_EVENTS",
        "BPF_KPROBE_OVERRIDE", "BPF_STREAM_PARSER", "CGROUPS", "CGROUP_BPF", "CGROUP_NET_CLASSID", "SOCK_CGROUP_DATA", "NET", "XDP_SOCKETS",
        "LWTUNNEL_BPF", "NET_ACT_BPF", "NET_CLS_BPF", "NET_CLS_ACT", "NET_SCH_INGRESS", "NET_XGRESS", "NETKIT", "NETFILTER_BPF_LINK", "XFRM",
        "IP_ROUTE_CLASSID", "IPV6_SEG6_BPF", "BPF_LIRC_MODE2", "DEBUG_INFO_BTF", "DEBUG_INFO_BTF_MODULES", "KPROBES", "KPROBE_EVENTS",
        "UPROBES", "UPROBE_EVENTS", "TRACING", "FTRACE_SYSCALLS", "FUNCTION_TRACER", "DYNAMIC_FTRACE_WITH_DIRECT_CALLS", "FUNCTION_ERROR_INJECTION",
        "FPROBE", "PERF_EVENTS", "SECURITY_LOCKDOWN_LSM", "SCHED_CLASS_EXT", "BPFILTER", "TEST_BPF",
    ];

    /// <summary>Answers for every option: yes for y, m and values, no for unset.</summary>
    public static IReadOnlyList<Feature> Run()
    {
        KernelConfiguration? configuration = KernelConfiguration.TryRead();
        return [.. s_options.Select(option => Answer(configuration, option))];
    }

    private static Feature Answer(KernelConfiguration? configuration, string option)
    {
        if (configuration is null)
        {
            return new Feature(option, Availability.Unknown, $"neither {string.Join(" nor ", KernelConfiguration.Places)} can be read",
                "Load the module 'configs', or install the kernel's config file in /boot.");
        }
        return configuration.Values.TryGetValue($"CONFIG_{option}", out string? value) && value != "n"
            ? new Feature(option, Availability.Yes, $"{configuration.Source}: CONFIG_{option}={value}")
            : new Feature(option, Availability.No, $"{configuration.Source}: CONFIG_{option} is not set", "A kernel that is built with it has it.");
    }
}
