namespace Waggle.Bpf.Instructions;

/// <summary>How <see cref="Disassembler"/> writes instructions.</summary>
public enum DisassemblyStyle
{
    /// <summary>As the kernel does, plus the least that tells apart what the kernel's text does not, so that
    /// <see cref="Assembler"/> makes the same instructions of it.</summary>
    Exact,

    /// <summary>Exactly as the kernel and <c>bpftool prog dump xlated</c> do. For programs read back from the kernel, which holds
    /// instructions that no user can load; the text of some stands for several encodings.</summary>
    Kernel,
}
