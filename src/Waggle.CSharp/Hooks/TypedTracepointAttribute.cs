using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>Runs the method at a tracepoint with arguments whose types the verifier knows from BTF (<c>tp_btf</c>, Linux 5.5).</summary>
/// <remarks>Parameters are the arguments of the kernel's <c>TP_PROTO</c> in order; trailing ones may be left out. Fields behind
/// a <see cref="KernelPointer{T}"/> parameter are read by a plain load.</remarks>
public sealed class TypedTracepointAttribute : HookAttribute
{
    private const uint TraceRawTracepoint = 23; // BPF_TRACE_RAW_TP, include/uapi/linux/bpf.h

    /// <summary>Names the tracepoint.</summary>
    /// <param name="name">Such as "block_rq_issue".</param>
    public TypedTracepointAttribute(string name) : base($"tp_btf/{name}", ProgramType.Tracing, HookParameters.Slots) =>
        ExpectedAttachType = TraceRawTracepoint;
}
