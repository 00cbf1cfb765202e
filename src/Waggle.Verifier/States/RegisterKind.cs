namespace Waggle.Verifier.States;

/// <summary>What a register holds (<c>enum bpf_reg_type</c> in include/linux/bpf.h).</summary>
internal enum RegisterKind : byte
{
    /// <summary>Nothing yet: it can't be read.</summary>
    NotInitialized,

    /// <summary>A number.</summary>
    Scalar,

    /// <summary>The context that the program was called with.</summary>
    Context,

    /// <summary>A map itself.</summary>
    Map,

    /// <summary>A key in a map.</summary>
    MapKey,

    /// <summary>A value in a map.</summary>
    MapValue,

    /// <summary>A place on the stack of a frame.</summary>
    Stack,

    /// <summary>What an XDP program stored in front of the packet.</summary>
    PacketMeta,

    /// <summary>The packet.</summary>
    Packet,

    /// <summary>The packet's end.</summary>
    PacketEnd,

    /// <summary>The keys that a flow dissector fills.</summary>
    FlowKeys,

    /// <summary>A full socket.</summary>
    Socket,

    /// <summary>A socket in any state.</summary>
    SocketCommon,

    /// <summary>A TCP socket.</summary>
    TcpSocket,

    /// <summary>An AF_XDP socket.</summary>
    XdpSocket,

    /// <summary>The memory of a writable tracepoint.</summary>
    TracepointBuffer,

    /// <summary>A kernel object, or one of the program's own, read by its BTF.</summary>
    KernelObject,

    /// <summary>Memory of a known size.</summary>
    Memory,

    /// <summary>Memory of an iterator, whose size is checked where it is given.</summary>
    Buffer,

    /// <summary>A function of the program.</summary>
    Function,

    /// <summary>A dynptr that a callback was given.</summary>
    DynamicPointer,

    /// <summary>An arena's memory.</summary>
    Arena,
}
