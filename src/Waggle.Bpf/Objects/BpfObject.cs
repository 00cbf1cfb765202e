using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Programs and maps that belong together, independent of any machine: made from an ELF file, from C# or from text.</summary>
public sealed class BpfObject
{
    /// <summary>Reads an object file.</summary>
    /// <param name="path">Path of a .bpf.o, as clang or <see cref="ObjectWriter"/> make it.</param>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="ObjectFormatException">The file is no object that <see cref="ObjectReader"/> can read.</exception>
    /// <exception cref="BtfFormatException">Its types break a rule of their format.</exception>
    public static BpfObject Read(string path) => ObjectReader.Read(File.ReadAllBytes(path), NameOf(path));

    // As libbpf names objects: bpf_object__new in tools/lib/bpf/libbpf.c.
    private static string NameOf(string path) => Path.GetFileName(path).Split('.')[0];

    /// <summary>The object's name, such as its file's up to the first dot; "" if it has none. Data sections carry it in the kernel.</summary>
    public string Name { get; init; } = "";

    /// <summary>Licence of the programs; helpers marked GPL-only want one that the kernel counts as GPL-compatible.</summary>
    public string License { get; init; } = "Dual MIT/GPL";

    /// <summary>Programs in order of section.</summary>
    public ImmutableArray<ProgramSpec> Programs { get; init; } = [];

    /// <summary>Maps in order of declaration, data sections included.</summary>
    public ImmutableArray<MapSpec> Maps { get; init; } = [];

    /// <summary>What the object wants of the kernel by name.</summary>
    public ImmutableArray<ExternSpec> Externs { get; init; } = [];

    /// <summary>The object's types, or null.</summary>
    public Btf? Btf { get; init; }

    /// <summary>The value that a global variable has when the object is loaded.</summary>
    /// <typeparam name="T">Its type, laid out as the program lays it out.</typeparam>
    /// <param name="name">Its name in the source.</param>
    /// <exception cref="ArgumentException">There is no such variable, there are several, or it has another size.</exception>
    public T GetGlobal<T>(string name) where T : unmanaged => MemoryMarshal.Read<T>(FindGlobal<T>(name));

    /// <summary>Sets the value that a global variable has when the object is loaded. The verifier takes those of .rodata for constants, and
    /// leaves out what they make unreachable.</summary>
    /// <typeparam name="T">Its type, laid out as the program lays it out.</typeparam>
    /// <param name="name">Its name in the source.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">There is no such variable, there are several, or it has another size.</exception>
    public void SetGlobal<T>(string name, T value) where T : unmanaged => MemoryMarshal.Write(FindGlobal<T>(name), in value);

    private Span<byte> FindGlobal<T>(string name) where T : unmanaged
    {
        VariableSpec variable = VariableSpec.Find(VariableSpec.In(Maps.Where(m => m.InitialValue is not null), Btf), name, out string? problem)
            ?? throw new ArgumentException(problem, nameof(name));
        return variable.SizeInBytes == Unsafe.SizeOf<T>()
            ? variable.Map.InitialValue.AsSpan(variable.Offset, variable.SizeInBytes)
            : throw new ArgumentException($"Variable '{name}' in {variable.Map.Name} has {variable.SizeInBytes} bytes, and {typeof(T).Name} has {Unsafe.SizeOf<T>()}.", nameof(name));
    }
}
