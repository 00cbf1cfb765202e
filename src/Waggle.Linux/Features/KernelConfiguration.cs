using System.IO.Compression;
using System.Text;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Features;

/// <summary>How the kernel was built: /proc/config.gz, or /boot/config-RELEASE.</summary>
internal static class KernelConfiguration
{
    // Those that decide what BPF programs can do: the kernel's Kconfig files, Linux 6.18.
    private static readonly string[] s_options =
    [
        "BPF", "BPF_SYSCALL", "HAVE_EBPF_JIT", "BPF_JIT", "BPF_JIT_ALWAYS_ON", "BPF_UNPRIV_DEFAULT_OFF", "BPF_PRELOAD", "BPF_LSM", "BPF_EVENTS",
        "BPF_KPROBE_OVERRIDE", "BPF_STREAM_PARSER", "CGROUPS", "CGROUP_BPF", "CGROUP_NET_CLASSID", "SOCK_CGROUP_DATA", "NET", "XDP_SOCKETS",
        "LWTUNNEL_BPF", "NET_ACT_BPF", "NET_CLS_BPF", "NET_CLS_ACT", "NET_SCH_INGRESS", "NET_XGRESS", "NETKIT", "NETFILTER_BPF_LINK", "XFRM",
        "IP_ROUTE_CLASSID", "IPV6_SEG6_BPF", "BPF_LIRC_MODE2", "DEBUG_INFO_BTF", "DEBUG_INFO_BTF_MODULES", "KPROBES", "KPROBE_EVENTS",
        "UPROBES", "UPROBE_EVENTS", "TRACING", "FTRACE_SYSCALLS", "FUNCTION_TRACER", "DYNAMIC_FTRACE_WITH_DIRECT_CALLS", "FUNCTION_ERROR_INJECTION",
        "FPROBE", "PERF_EVENTS", "SECURITY_LOCKDOWN_LSM", "SCHED_CLASS_EXT", "BPFILTER", "TEST_BPF",
    ];

    /// <summary>Answers for every option: yes for y and m, no for unset.</summary>
    public static IReadOnlyList<Feature> Run()
    {
        Dictionary<string, string>? values = Read(out string source);
        return [.. s_options.Select(option => values is null
            ? new Feature(option, Availability.Unknown, source, "Load the module 'configs', or install the kernel's config file in /boot.")
            : values.TryGetValue(option, out string? value) && value != "n"
                ? new Feature(option, Availability.Yes, $"{source}: CONFIG_{option}={value}")
                : new Feature(option, Availability.No, $"{source}: CONFIG_{option} is not set", "A kernel that is built with it has it."))];
    }

    private static Dictionary<string, string>? Read(out string source)
    {
        foreach (string path in (string[])["/proc/config.gz", $"/boot/config-{KernelRelease.Text}"])
        {
            source = path;
            try
            {
                using Stream file = File.OpenRead(path);
                using Stream text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
                return Parse(new StreamReader(text, Encoding.UTF8).ReadToEnd());
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                // the next place may have it
            }
        }
        source = $"neither /proc/config.gz nor /boot/config-{KernelRelease.Text} can be read";
        return null;
    }

    // CONFIG_BPF=y, CONFIG_HZ=250, # CONFIG_KPROBES is not set
    internal static Dictionary<string, string> Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in text.Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (line.StartsWith("CONFIG_", StringComparison.Ordinal) && equals > 0) values[line["CONFIG_".Length..equals]] = line[(equals + 1)..].Trim();
        }
        return values;
    }
}
