namespace Waggle.Verifier.Kernels;

/// <summary>What a kernel says of one of its functions (<c>KF_*</c> in include/linux/btf.h).</summary>
[Flags]
internal enum KernelFunctionFlags
{
    None = 0,

    /// <summary>It returns a reference that has to be released (<c>KF_ACQUIRE</c>).</summary>
    Acquires = 1 << 0,

    /// <summary>It takes a reference away (<c>KF_RELEASE</c>).</summary>
    Releases = 1 << 1,

    /// <summary>It may return null (<c>KF_RET_NULL</c>).</summary>
    MayReturnNull = 1 << 2,

    /// <summary>It takes trusted pointers only (<c>KF_TRUSTED_ARGS</c>).</summary>
    TrustedArguments = 1 << 3,

    /// <summary>It may sleep (<c>KF_SLEEPABLE</c>).</summary>
    Sleeps = 1 << 4,

    /// <summary>It may end the machine: CAP_SYS_BOOT is needed (<c>KF_DESTRUCTIVE</c>).</summary>
    Destructive = 1 << 5,

    /// <summary>It takes pointers that are trusted, or valid in an RCU section (<c>KF_RCU</c>).</summary>
    RcuArguments = 1 << 6,

    /// <summary>It begins an iterator (<c>KF_ITER_NEW</c>).</summary>
    NewIterator = 1 << 7,

    /// <summary>It gives an iterator's next item, or null (<c>KF_ITER_NEXT</c>).</summary>
    NextItem = 1 << 8,

    /// <summary>It ends an iterator (<c>KF_ITER_DESTROY</c>).</summary>
    EndOfIterator = 1 << 9,

    /// <summary>It is called in an RCU section only, and so is what it begins (<c>KF_RCU_PROTECTED</c>).</summary>
    InRcuSection = 1 << 10,

    /// <summary>It leaves R1 to R5 alone where the verifier puts code in its place (the tag <c>bpf_fastcall</c>).</summary>
    FastCall = 1 << 11,
}
