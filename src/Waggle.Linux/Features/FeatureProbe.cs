using System.Globalization;
using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Types;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;
using Waggle.Linux.Machine;
using Waggle.Linux.Programs;

namespace Waggle.Linux.Features;

/// <summary>Finds out what this machine offers, by trying: tiny programs and maps that are gone at once.</summary>
public static class FeatureProbe
{
    private static readonly Capability[] s_capabilities =
        [Capability.Bpf, Capability.PerfMon, Capability.NetAdmin, Capability.SysAdmin, Capability.SysResource];

    /// <summary>Probes everything; takes a few hundred milliseconds at most and leaves nothing behind.</summary>
    /// <param name="cancellationToken">Ends it between two probes.</param>
    /// <exception cref="BpfNotSupportedException">This is not Linux on x86-64 or arm64.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>Thread-safe. What needs a privilege that the process lacks is <see cref="Availability.Unknown"/>.</remarks>
    public static KernelReport Run(CancellationToken cancellationToken = default)
    {
        OperatingSystemGuard.ThrowIfNotLinux("probe the kernel");
        var privileges = Privileges.Read();
        Btf? types = null;
        Feature btf = Verdict.Try("btf", () =>
        {
            types = RunningKernelTypes.Get();
            return string.Create(CultureInfo.InvariantCulture, $"{RunningKernelTypes.Path}, {types.Bytes.Length:N0} bytes, {types.Count:N0} types");
        });
        return new KernelReport
        {
            Release = KernelRelease.Text,
            Architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            Capabilities = s_capabilities.ToDictionary(c => c.KernelName(), privileges.Has),
            IsInUserNamespace = privileges.IsInUserNamespace,
            Lockdown = Lockdown.ReadMode() ?? "unknown",
            UnprivilegedBpfDisabled = ReadNumber("/proc/sys/kernel/unprivileged_bpf_disabled"),
            JitMode = ReadNumber("/proc/sys/net/core/bpf_jit_enable"),
            Btf = btf,
            BtfSizeInBytes = types?.Bytes.Length ?? 0,
            BtfTypeCount = types?.Count ?? 0,
            TraceFs = Verdict.Try("tracefs", DescribeTraceFs),
            ProgramTypes = ProgramTypeProbe.Run(cancellationToken),
            MapTypes = MapTypeProbe.Run(cancellationToken),
            Hooks = HookProbe.Run(cancellationToken),
        };
    }

    private static string DescribeTraceFs()
    {
        using TraceFs traceFs = TraceFs.Open();
        int count = traceFs.ListTracepoints().Count;
        return string.Create(CultureInfo.InvariantCulture, $"{(traceFs.IsDetached ? "not mounted; reached by a detached mount" : traceFs.Location)}, {count:N0} tracepoints");
    }

    private static int? ReadNumber(string path) =>
        int.TryParse(KernelFile.TryReadText(path)?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
