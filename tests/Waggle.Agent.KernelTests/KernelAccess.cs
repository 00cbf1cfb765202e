using Waggle.Linux.Machine;

namespace Waggle.Agent.KernelTests;

/// <summary>What a test needs of the machine; without it the test is skipped with the reason.</summary>
internal static class KernelAccess
{
    public static void Require()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs Linux");
        IReadOnlyList<Capability> missing = Privileges.Read().Missing(Capability.Bpf, Capability.PerfMon, Capability.SysAdmin);
        if (missing.Count > 0 || !Environment.IsPrivilegedProcess)
            Assert.Skip($"needs root{string.Concat(missing.Select(c => ", " + c.KernelName()))}");
        if (!File.Exists("/sys/kernel/btf/vmlinux")) Assert.Skip("the kernel has no BTF");
    }

    public static string RequireCommand(string name) =>
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) ?? Skip(name);

    private static string Skip(string name)
    {
        Assert.Skip($"{name} is not installed");
        return "";
    }
}
