namespace Waggle.CSharp;

/// <summary>Runs the method at a static tracepoint (Linux 4.7).</summary>
/// <remarks>The method takes nothing, or the tracepoint's record by <c>ref readonly</c>: a <see cref="KernelTypeAttribute"/>
/// struct named <c>trace_event_raw_…</c> as the kernel's BTF has it. A result of 0 hides the event from other users of the tracepoint
/// that attached by the same perf event; otherwise it means nothing.</remarks>
/// <param name="category">Such as "sched": a directory of tracefs' events.</param>
/// <param name="name">Such as "sched_process_exec".</param>
/// <example><code>[Tracepoint("sched", "sched_process_exec")] static void OnExec(ref readonly ExecRecord e)</code></example>
public sealed class TracepointAttribute(string category, string name)
    : HookAttribute($"tracepoint/{category}/{name}", HookParameters.Context);
