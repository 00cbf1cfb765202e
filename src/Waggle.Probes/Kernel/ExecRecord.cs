namespace Waggle.Probes.Kernel;

using Waggle.CSharp;

/// <summary>Record of <c>sched:sched_process_exec</c>.</summary>
[KernelType("trace_event_raw_sched_process_exec")]
internal struct ExecRecord
{
#pragma warning disable CS0649, IDE1006 // the kernel's fields, the kernel's names
    public uint __data_loc_filename;
#pragma warning restore CS0649, IDE1006
}
