namespace Waggle.Bpf.Catalog;

/// <summary>What a helper returns (<c>enum bpf_return_type</c> in include/linux/bpf.h).</summary>
public enum HelperReturn
{
    /// <summary>A number.</summary>
    Integer,

    /// <summary>Nothing: R0 can't be read afterwards.</summary>
    Nothing,

    /// <summary>A value of the map.</summary>
    MapValue,

    /// <summary>A value of the map, or null.</summary>
    MapValueOrNull,

    /// <summary>A full socket, or null.</summary>
    SocketOrNull,

    /// <summary>A TCP socket, or null.</summary>
    TcpSocketOrNull,

    /// <summary>A socket in the state of <c>struct sock_common</c>, or null.</summary>
    SocketCommonOrNull,

    /// <summary>A record of the ring buffer, with the size that was asked for, or null.</summary>
    RingRecordOrNull,

    /// <summary>Memory behind a dynamic pointer, with the size that was asked for, or null.</summary>
    DynamicMemoryOrNull,

    /// <summary>A kernel object of the type <see cref="HelperContract.ReturnTypeName"/>.</summary>
    KernelPointer,

    /// <summary>The same, which is safe to hand to other functions.</summary>
    TrustedKernelPointer,

    /// <summary>A kernel object of the type <see cref="HelperContract.ReturnTypeName"/>, or of the type that a map says, or null.</summary>
    KernelPointerOrNull,

    /// <summary>A kernel variable, to read.</summary>
    Variable,

    /// <summary>A kernel variable, to read, or null.</summary>
    VariableOrNull,

    /// <summary>What an iterator is at, to read, or null at the end.</summary>
    IteratorItemOrNull,
}
