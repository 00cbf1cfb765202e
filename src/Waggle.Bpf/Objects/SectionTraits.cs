namespace Waggle.Bpf.Objects;

/// <summary>What a section's name says beside type and attach type: <c>enum sec_def_flags</c> in tools/lib/bpf/libbpf.c.</summary>
[Flags]
internal enum SectionTraits
{
    None = 0,

    /// <summary>Kernels that do not know the attach type take the program without it.</summary>
    AttachTypeOptional = 1,

    /// <summary>The hook is known by its BTF id, in the kernel or in another program.</summary>
    KernelType = 4,

    /// <summary>The program may sleep (<c>BPF_F_SLEEPABLE</c>).</summary>
    Sleepable = 8,

    /// <summary>The program takes packets in several parts (<c>BPF_F_XDP_HAS_FRAGS</c>).</summary>
    Fragments = 16,

    /// <summary>A static probe of user space: its attach type is that of many uprobes where the kernel has these.</summary>
    Usdt = 32,
}
