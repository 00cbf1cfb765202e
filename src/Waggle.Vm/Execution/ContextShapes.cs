using System.Collections.Concurrent;
using Waggle.Bpf.Catalog;

namespace Waggle.Vm.Execution;

/// <summary>The contexts of the kinds of programs that the engine knows.</summary>
/// <remarks>Thread-safe.</remarks>
internal static class ContextShapes
{
    private static readonly ConcurrentDictionary<(ProgramType Type, uint AttachType), ContextShape?> s_shapes = new();

    /// <summary>The shape for a kind of program; null if the engine does not run the kind.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="attachType">Where it is attached, which some fields depend on.</param>
    internal static ContextShape? For(ProgramType type, uint attachType) => s_shapes.GetOrAdd((type, attachType), static key => Make(key.Type, key.AttachType));

    private static ContextShape? Make(ProgramType type, uint attachType) => type switch
    {
        // A syscall program's context is what its caller hands over, as long as that is.
        ProgramType.Syscall or ProgramType.Unspecified => ContextShape.Memory,
        // Their contexts are objects of the kernel.
        ProgramType.Tracing or ProgramType.Lsm or ProgramType.StructOps or ProgramType.Extension or ProgramType.Netfilter => null,
        _ => ContextLayouts.Of(type) is { } layout ? ContextShape.From(layout, attachType, MayWritePacket(type)) : null,
    };

    // may_access_direct_pkt_data in kernel/bpf/verifier.c.
    private static bool MayWritePacket(ProgramType type) => type is ProgramType.Xdp or ProgramType.SchedCls or ProgramType.SchedAct
        or ProgramType.LwtXmit or ProgramType.SkSkb or ProgramType.SkMsg or ProgramType.CgroupSockopt;
}
