namespace Waggle.Bpf.Catalog;

/// <summary>What a helper wants to be given (<c>enum bpf_arg_type</c> in include/linux/bpf.h); <see cref="ArgumentTraits"/> says more.</summary>
public enum ArgumentKind
{
    /// <summary>Any value that is initialised.</summary>
    Anything,

    /// <summary>A number, not a pointer.</summary>
    Scalar,

    /// <summary>The context that the program was called with.</summary>
    Context,

    /// <summary>A map, known at load.</summary>
    Map,

    /// <summary>Memory with a key of the map that comes before.</summary>
    MapKey,

    /// <summary>Memory with a value of the map that comes before.</summary>
    MapValue,

    /// <summary>Memory; the next argument is its size, unless <see cref="HelperArgument.SizeInBytes"/> says it.</summary>
    Memory,

    /// <summary>Size of the memory before it: bounded, and zero only with <see cref="ArgumentTraits.MayBeZero"/>.</summary>
    Size,

    /// <summary>Size of the memory that the helper returns: known at load.</summary>
    AllocationSize,

    /// <summary>A socket in the state of <c>struct sock_common</c> or more.</summary>
    SocketCommon,

    /// <summary>A full socket.</summary>
    Socket,

    /// <summary>A socket, as the verifier knows it or by BTF (<c>struct sock_common</c>).</summary>
    AnySocket,

    /// <summary>A kernel object of the type <see cref="HelperArgument.TypeName"/>; of the type that a map says if that is null.</summary>
    KernelPointer,

    /// <summary>A kernel variable that there is one of for each CPU.</summary>
    PerCpuVariable,

    /// <summary>A place in a map value, or a local object, that holds a kernel pointer.</summary>
    KernelPointerPlace,

    /// <summary>A record that a ring buffer gave.</summary>
    RingRecord,

    /// <summary>A function of the program.</summary>
    Callback,

    /// <summary>Memory of the program's stack.</summary>
    Stack,

    /// <summary>A text that ends with zero, in a read-only map.</summary>
    Text,

    /// <summary>A <c>bpf_spin_lock</c> in a map value or local object.</summary>
    SpinLock,

    /// <summary>A <c>bpf_timer</c> in a map value.</summary>
    Timer,

    /// <summary>A <c>bpf_dynptr</c> on the stack.</summary>
    DynamicPointer,

    /// <summary>A <c>bpf_wq</c> in a map value.</summary>
    WorkQueue,

    /// <summary>An iterator on the stack, such as a <c>bpf_iter_num</c>, of <see cref="HelperArgument.SizeInBytes"/>.</summary>
    Iterator,
}
