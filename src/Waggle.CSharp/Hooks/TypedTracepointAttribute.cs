namespace Waggle.CSharp;

/// <summary>Runs the method at a tracepoint with arguments whose types the verifier knows from BTF (<c>tp_btf</c>, Linux 5.5).</summary>
/// <remarks>Parameters are the arguments of the kernel's <c>TP_PROTO</c> in order; trailing ones may be left out. Fields behind
/// a <see cref="KernelPointer{T}"/> parameter are read by a plain load. The result means nothing.</remarks>
/// <param name="name">Such as "block_rq_issue".</param>
/// <example><code>[TypedTracepoint("sched_wakeup")] static void OnWakeup(KernelPointer&lt;TaskStruct&gt; task)</code></example>
public sealed class TypedTracepointAttribute(string name) : HookAttribute($"tp_btf/{name}", HookParameters.Slots);
