using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>Runs the method at a static tracepoint (Linux 4.7).</summary>
/// <remarks>The method takes nothing, or the tracepoint's record by <c>ref readonly</c>: a <see cref="KernelTypeAttribute"/>
/// struct named <c>trace_event_raw_…</c> as the kernel's BTF has it.</remarks>
/// <param name="category">Such as "sched": a directory of tracefs' events.</param>
/// <param name="name">Such as "sched_process_exec".</param>
public sealed class TracepointAttribute(string category, string name)
    : HookAttribute($"tracepoint/{category}/{name}", ProgramType.Tracepoint, HookParameters.Context);
