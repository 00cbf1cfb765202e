using Waggle.CSharp;

namespace Samples;

#pragma warning disable CS0649, IDE1006 // the kernel fills it, the kernel names it

/// <summary>The tracepoint's record, with the only field that matters here.</summary>
[KernelType("trace_event_raw_sched_process_exec")]
public struct ExecRecord
{
    public uint __data_loc_filename;
}
