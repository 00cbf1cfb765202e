namespace Waggle.Bpf.Objects;

/// <summary>A symbol of an ELF file; its name is read when it is needed.</summary>
/// <param name="NameOffset">Where its name starts in the string table.</param>
/// <param name="Type">What it names.</param>
/// <param name="IsGlobal">Whether it is seen outside the file (global or weak).</param>
/// <param name="SectionIndex">Where it is defined, or a value of <c>SHN_*</c>: 0 for nowhere.</param>
/// <param name="Value">Byte offset in the section.</param>
/// <param name="SizeInBytes">Size of what it names.</param>
/// <param name="IsWeak">Whether it may stay undefined, or give way to another of its name.</param>
/// <param name="IsHidden">Whether it is global for the linker and its file's own for everyone else (hidden or internal).</param>
internal readonly record struct ElfSymbol(
    uint NameOffset, ElfSymbolType Type, bool IsGlobal, ushort SectionIndex, ulong Value, ulong SizeInBytes,
    bool IsWeak = false, bool IsHidden = false);

/// <summary><c>STT_*</c> of elf.h.</summary>
internal enum ElfSymbolType : byte
{
    None = 0,
    Object = 1,
    Function = 2,
    Section = 3,
    File = 4,
}

/// <summary>A place to change.</summary>
/// <param name="Offset">Byte offset in the section that the relocations belong to.</param>
/// <param name="SymbolIndex">What it refers to.</param>
/// <param name="Type">How.</param>
internal readonly record struct ElfRelocation(ulong Offset, int SymbolIndex, BpfRelocationType Type);

/// <summary><c>R_BPF_*</c>: Documentation/bpf/llvm_reloc.rst.</summary>
internal enum BpfRelocationType : uint
{
    /// <summary>The 64-bit immediate of an <c>lddw</c>.</summary>
    Immediate64 = 1,

    /// <summary>Eight bytes of data.</summary>
    Data64 = 2,

    /// <summary>Four bytes of data.</summary>
    Data32 = 3,

    /// <summary>Four bytes of .BTF or .BTF.ext.</summary>
    Types32 = 4,

    /// <summary>The target of a call.</summary>
    Call = 10,
}
