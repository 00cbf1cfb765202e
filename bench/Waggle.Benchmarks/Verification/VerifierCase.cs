using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Benchmarks.Verification;

/// <summary>A program to verify.</summary>
/// <param name="Name">File and program.</param>
/// <param name="Object">The object that it is of.</param>
/// <param name="Program">The program, as the kernel's loader takes it.</param>
/// <param name="Fitted">The same, with its relocations against the kernel's types done.</param>
internal sealed record VerifierCase(string Name, BpfObject Object, ProgramSpec Program, ProgramSpec Fitted)
{
    /// <summary>All programs of the objects in a folder.</summary>
    public static IEnumerable<VerifierCase> ReadAll(string folder, string? filter, Btf kernelTypes)
    {
        foreach (string path in Directory.GetFiles(folder, "*.o").Order(StringComparer.Ordinal))
        {
            if (TryRead(path) is not { } obj) continue;
            foreach (ProgramSpec program in obj.Programs)
            {
                string name = $"{Path.GetFileNameWithoutExtension(path)}/{program.Name}";
                if (filter is not null && !name.Contains(filter, StringComparison.Ordinal)) continue;
                yield return new(name, obj, program, obj.Btf is null ? program : CoreRelocator.Resolve(program, obj.Btf, kernelTypes).Program);
            }
        }
    }

    // Some files are parts that are linked with others before anybody loads them.
    private static BpfObject? TryRead(string path)
    {
        try
        {
            return BpfObject.Read(path);
        }
        catch (ObjectFormatException)
        {
            return null;
        }
    }
}
