namespace Waggle.Verifier.States;

/// <summary>What else is known of a pointer (<c>enum bpf_type_flag</c> in include/linux/bpf.h).</summary>
[Flags]
internal enum RegisterTraits : ushort
{
    None = 0,

    /// <summary>It may be zero: to be compared with zero before it is used.</summary>
    MayBeNull = 1 << 0,

    /// <summary>The memory is not to be written.</summary>
    ReadOnly = 1 << 1,

    /// <summary>A record of a ring buffer.</summary>
    Ring = 1 << 2,

    /// <summary>It may point to what is not there any more: it is read with care, and handed to nothing.</summary>
    Untrusted = 1 << 3,

    /// <summary>It is valid, and handed on.</summary>
    Trusted = 1 << 4,

    /// <summary>It is valid while the RCU section lasts.</summary>
    Rcu = 1 << 5,

    /// <summary>There is one for each CPU.</summary>
    PerCpu = 1 << 6,

    /// <summary>An object that the program has allocated.</summary>
    Allocated = 1 << 7,

    /// <summary>An object in a list or tree that others may free.</summary>
    NonOwning = 1 << 8,

    /// <summary>Memory of user space.</summary>
    User = 1 << 9,
}
