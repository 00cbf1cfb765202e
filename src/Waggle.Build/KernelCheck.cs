using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Compiler;
using Waggle.Verifier;
using Waggle.Verifier.Explanations;
using Waggle.Verifier.Kernels;

namespace Waggle.Build;

/// <summary>Holds compiled classes to the rules of kernels, and says at which line of C# one breaks them.</summary>
/// <param name="types">The kernel's types; null if there are none: then relocations stay as they are.</param>
/// <param name="root">Folder that the objects' source names are relative to; null if they are relative to none.</param>
internal sealed class KernelCheck(Btf? types, string? root)
{
    /// <summary>Id of what a kernel refuses. Rules of the compiler have numbers below 1000.</summary>
    public const string Rejected = "WAG1001";

    private const string RunningKernel = "/sys/kernel/btf/vmlinux";

    /// <summary>Reads the types that programs are relocated against.</summary>
    /// <param name="path">A BTF file; null for the running kernel's, if it has one.</param>
    /// <exception cref="AssemblyException">The file is no BTF.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static Btf? ReadTypes(string? path)
    {
        if (path is null && !File.Exists(RunningKernel)) return null;
        try
        {
            return Btf.Read(File.ReadAllBytes(path ?? RunningKernel));
        }
        catch (BtfFormatException error)
        {
            throw new AssemblyException($"{path ?? RunningKernel} holds no kernel's types: {error.Message}", error);
        }
    }

    /// <summary>Asks the verifier about each program.</summary>
    /// <param name="compiled">The class.</param>
    /// <param name="kernel">The kernel whose rules apply.</param>
    /// <returns>The programs that it rejects, in order.</returns>
    public IEnumerable<Diagnostic> Run(CompiledClass compiled, KernelVersion kernel)
    {
        VerifierOptions options = new() { Kernel = kernel, KernelTypes = types };
        foreach (ProgramSpec program in compiled.Object.Programs)
        {
            if (Reject(compiled.Object, program, options) is { } problem) yield return problem;
        }
    }

    private Diagnostic? Reject(BpfObject obj, ProgramSpec program, VerifierOptions options)
    {
        try
        {
            ProgramSpec resolved = types is not null && obj.Btf is { } own ? CoreRelocator.Resolve(program, own, types).Program : program;
            Verdict verdict = ProgramVerifier.Verify(obj, resolved, options);
            if (verdict.IsAccepted) return null;
            Explanation why = verdict.Rejection.Explanation;
            return At(program, program.Lines.LastOrDefault(l => l.InstructionIndex <= why.Slot), $"Linux {options.Kernel} rejects {program.Name}: {why.Words} {why.Remedy}");
        }
        catch (Exception error) when (error is CoreRelocationException or BtfFormatException)
        {
            return At(program, program.Lines.FirstOrDefault(), $"{program.Name} does not fit the kernel's types: {error.Message}");
        }
    }

    private Diagnostic At(ProgramSpec program, LineInfo line, string message) => line.Line == 0
        ? new Diagnostic(Rejected, program.Name, 0, 0, message) // there was no PDB
        : new Diagnostic(Rejected, root is null ? line.FileName : Path.GetFullPath(line.FileName, root), line.Line, line.Column, message);
}
