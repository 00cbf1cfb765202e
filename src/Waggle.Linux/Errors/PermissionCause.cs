using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Errors;

/// <summary>Finds out why the kernel answered EPERM.</summary>
internal static class PermissionCause
{
    /// <summary>How an explanation starts that says the process itself is the reason.</summary>
    public const string LacksPrefix = "The process ";

    /// <summary>Names the missing capability, or the policy that takes its effect away.</summary>
    public static string Explain(params ReadOnlySpan<Capability> wanted) =>
        Explain(Privileges.Read(), Lockdown.ReadMode, KernelFile.TryReadText("/proc/sys/kernel/unprivileged_bpf_disabled")?.Trim(), wanted);

    internal static string Explain(
        Privileges privileges, Func<string?> readLockdown, string? unprivilegedDisabled, params ReadOnlySpan<Capability> wanted)
    {
        IReadOnlyList<Capability> missing = privileges.Missing(wanted);
        if (missing.Count > 0)
        {
            string names = string.Join(" and ", missing.Select(c => c.KernelName()));
            string policy = unprivilegedDisabled is "1" or "2"
                ? $" Without it BPF is closed here (kernel.unprivileged_bpf_disabled = {unprivilegedDisabled})."
                : "";
            return $"{LacksPrefix}lacks {names} (CAP_SYS_ADMIN would do too).{policy} Run it as root, with sudo, or grant the capability.";
        }
        if (privileges.IsInUserNamespace)
            return LacksPrefix + "has the capabilities only inside its user namespace (a container?), and bpf(2) wants them outside. "
                + "Run it on the host, or in a privileged container.";
        string? mode = readLockdown();
        return mode is "integrity" or "confidentiality"
            ? $"No capability is missing, but the kernel is locked down ({mode}), or a security module or seccomp filter forbids it. "
                + "See /sys/kernel/security/lockdown."
            : "No capability is missing: a security module, a seccomp filter or this machine's kernel forbids it. Ask who runs the machine.";
    }
}
