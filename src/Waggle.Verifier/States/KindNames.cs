namespace Waggle.Verifier.States;

/// <summary>What the kernel's log calls what a register holds (<c>reg_type_str</c> in kernel/bpf/log.c).</summary>
internal static class KindNames
{
    /// <summary>The name of a kind.</summary>
    public static string Of(RegisterKind kind) => kind switch
    {
        RegisterKind.NotInitialized => "?",
        RegisterKind.Scalar => "scalar",
        RegisterKind.Context => "ctx",
        RegisterKind.Map => "map_ptr",
        RegisterKind.MapKey => "map_key",
        RegisterKind.MapValue => "map_value",
        RegisterKind.Stack => "fp",
        RegisterKind.PacketMeta => "pkt_meta",
        RegisterKind.Packet => "pkt",
        RegisterKind.PacketEnd => "pkt_end",
        RegisterKind.FlowKeys => "flow_keys",
        RegisterKind.Socket => "sock",
        RegisterKind.SocketCommon => "sock_common",
        RegisterKind.TcpSocket => "tcp_sock",
        RegisterKind.XdpSocket => "xdp_sock",
        RegisterKind.TracepointBuffer => "tp_buffer",
        RegisterKind.KernelObject => "ptr_",
        RegisterKind.Memory => "mem",
        RegisterKind.Buffer => "buf",
        RegisterKind.Function => "func",
        RegisterKind.DynamicPointer => "dynptr_ptr",
        _ => "arena",
    };
}
