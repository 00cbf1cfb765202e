using Waggle.Bpf.Objects;
using Waggle.CSharp;

namespace Waggle.Build;

/// <summary>What came of one class with <see cref="BpfProgramAttribute"/>.</summary>
/// <param name="ClassName">Full name of the class, as C# writes it: "Samples.ExecWatch", "Outer.Inner".</param>
/// <param name="Object">Its programs, maps and types.</param>
public sealed record CompiledClass(string ClassName, BpfObject Object)
{
    /// <summary>Name of its object file: the class's full name and ".bpf.o".</summary>
    public string FileName => ClassName + ".bpf.o";

    /// <summary>The relocatable ELF file. The same class gives the same bytes each time.</summary>
    public byte[] ToBytes() => ObjectWriter.Write(Object);
}
