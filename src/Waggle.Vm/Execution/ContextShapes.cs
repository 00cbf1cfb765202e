using Waggle.Bpf.Catalog;

namespace Waggle.Vm.Execution;

/// <summary>The contexts of the kinds of programs that the engine knows.</summary>
internal static class ContextShapes
{
    /// <summary><c>struct xdp_md</c>: data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex.</summary>
    internal static ContextShape Xdp { get; } = new(24)
    {
        AddressFields = [new(0, 24, AddressKind.Data), new(4, 32, AddressKind.DataEnd), new(8, 40, AddressKind.DataMeta)],
        IsPacketWritable = true,
    };

    /// <summary>Memory without a layout, lent as a packet is.</summary>
    internal static ContextShape Memory { get; } = new(0) { IsPacketWritable = true };

    /// <summary>The shape for a kind of program; null if the engine does not know the kind.</summary>
    internal static ContextShape? For(ProgramType type) => type switch
    {
        ProgramType.Xdp => Xdp,
        ProgramType.Syscall or ProgramType.Unspecified or ProgramType.RawTracepoint or ProgramType.Tracepoint => Memory,
        _ => null,
    };
}
