namespace Waggle.Probes.Kernel;

using Waggle.CSharp;

/// <summary>Record of a <c>syscalls:sys_exit_…</c> tracepoint.</summary>
[KernelType("trace_event_raw_sys_exit")]
internal struct SyscallExitRecord
{
#pragma warning disable CS0649, IDE1006 // the kernel's fields, the kernel's names
    public long ret;
#pragma warning restore CS0649, IDE1006
}
