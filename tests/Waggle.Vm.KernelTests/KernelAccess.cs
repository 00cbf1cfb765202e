using Waggle.Linux;
using Waggle.Linux.Machine;

namespace Waggle.Vm.KernelTests;

/// <summary>What a test needs of the machine; without it the test is skipped with the reason.</summary>
internal static class KernelAccess
{
    public static KernelEngine RequireEngine()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs Linux");
        IReadOnlyList<Capability> missing = Privileges.Read().Missing(Capability.Bpf, Capability.PerfMon, Capability.NetAdmin, Capability.SysAdmin);
        if (missing.Count > 0 || !Environment.IsPrivilegedProcess)
            Assert.Skip($"needs root{string.Concat(missing.Select(c => ", " + c.KernelName()))}");
        if (Privileges.Read().IsInUserNamespace) Assert.Skip("needs root outside a user namespace");
        return KernelEngine.Create();
    }

    public static void RequireKernelBtf()
    {
        if (!File.Exists("/sys/kernel/btf/vmlinux")) Assert.Skip("the kernel has no BTF");
    }
}
