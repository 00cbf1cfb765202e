namespace Waggle.Bpf.Objects;

/// <summary>A section of an ELF file, its content inside the file checked.</summary>
/// <param name="Index">Its place in the section table.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Kind of content.</param>
/// <param name="Flags">What it becomes in memory.</param>
/// <param name="Link">Another section: of a symbol table its strings, of relocations their symbols.</param>
/// <param name="Info">More: of relocations the section that they change.</param>
/// <param name="SizeInBytes">Its size, also where it takes no bytes of the file.</param>
/// <param name="Data">Its bytes; empty for <see cref="ElfSectionType.NoBits"/>.</param>
internal sealed record ElfSection(
    int Index, string Name, ElfSectionType Type, ElfSectionFlags Flags, uint Link, uint Info, ulong SizeInBytes, ReadOnlyMemory<byte> Data)
{
    public bool IsCode => Type == ElfSectionType.ProgramBits && (Flags & ElfSectionFlags.Code) != 0;
}

/// <summary><c>SHT_*</c> of elf.h, as far as BPF objects have them.</summary>
internal enum ElfSectionType : uint
{
    Null = 0,
    ProgramBits = 1,
    SymbolTable = 2,
    StringTable = 3,
    RelocationsWithAddends = 4,
    NoBits = 8,
    Relocations = 9,
}

/// <summary><c>SHF_*</c> of elf.h.</summary>
[Flags]
internal enum ElfSectionFlags : ulong
{
    None = 0,
    Write = 1,
    Alloc = 2,
    Code = 4,
    Merge = 0x10,
    Strings = 0x20,
}
