namespace Waggle.Probes.Kernel;

using Waggle.CSharp;

/// <summary>Record of a <c>syscalls:sys_enter_…</c> tracepoint.</summary>
[KernelType("trace_event_raw_sys_enter")]
internal struct SyscallEnterRecord
{
#pragma warning disable CS0649, IDE1006 // the kernel's fields, the kernel's names
    public SyscallArguments args;
#pragma warning restore CS0649, IDE1006
}
