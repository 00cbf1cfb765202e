using Waggle.Linux;

namespace Waggle.Compiler.KernelTests;

/// <summary>What a test needs of the machine; without it the test is skipped with the reason.</summary>
internal static class KernelAccess
{
    public static KernelEngine RequireEngine()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs Linux");
        if (!Environment.IsPrivilegedProcess) Assert.Skip("needs root");
        if (!File.Exists("/sys/kernel/btf/vmlinux")) Assert.Skip("the kernel has no BTF");
        return KernelEngine.Create();
    }
}
