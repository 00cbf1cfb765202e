namespace Waggle.Bpf.Catalog;

/// <summary>What a program gets that reads a field of its context (<c>enum bpf_reg_type</c> in include/linux/bpf.h).</summary>
public enum ContextValue
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>The start of the packet's data, or of a socket option's value.</summary>
    Packet,

    /// <summary>The end of that.</summary>
    PacketEnd,

    /// <summary>The start of what an XDP program stored in front of the packet, which ends where the packet starts.</summary>
    PacketMeta,

    /// <summary>A full socket.</summary>
    Socket,

    /// <summary>A full socket, or null.</summary>
    SocketOrNull,

    /// <summary>A socket in the state of <c>struct sock_common</c>, or null.</summary>
    SocketCommonOrNull,

    /// <summary>The <c>struct bpf_flow_keys</c> that a flow dissector fills.</summary>
    FlowKeys,

    /// <summary>A kernel object of the type <see cref="ContextField.TypeName"/>, to read by BTF.</summary>
    KernelPointer,

    /// <summary>The memory that a writable tracepoint hands to its programs.</summary>
    TracepointBuffer,
}
