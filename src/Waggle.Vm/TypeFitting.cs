using System.Collections.Immutable;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Vm;

/// <summary>Fits the programs of one object to a kernel's types (CO-RE).</summary>
/// <param name="local">The object's types.</param>
/// <param name="kernel">The kernel's; null to leave programs as they were compiled, which is what the object's own types say.</param>
internal sealed class TypeFitting(Btf? local, Btf? kernel)
{
    private CoreTarget? _target;

    /// <summary>Fits one.</summary>
    /// <param name="program">The program.</param>
    /// <param name="missing">What the kernel lacks: such an instruction is a call of nothing now, which ends a run that reaches it.</param>
    /// <exception cref="VmLoadException">A relocation contradicts the program or the types.</exception>
    internal ProgramSpec Fit(ProgramSpec program, out ImmutableArray<CoreFailure> missing)
    {
        missing = [];
        if (program.CoreRelocations.IsEmpty) return program;
        // The object's own types answer what the compiler has put there, but for their numbers, which linking changes.
        if (kernel is null) program = program with { CoreRelocations = [.. program.CoreRelocations.Where(r => r.Kind == CoreRelocationKind.LocalTypeId)] };
        if (program.CoreRelocations.IsEmpty) return program;
        if (local is null) throw new VmLoadException(program.Name, null, "The object is broken: it reads kernel types and has no types of its own.");
        try
        {
            CoreResolution resolution = (_target ??= new CoreTarget(local, new KernelTypes(kernel ?? local))).Resolve(program);
            missing = resolution.Unresolved;
            return resolution.Program;
        }
        catch (CoreRelocationException e)
        {
            throw new VmLoadException(program.Name, e.Failure.Relocation.InstructionIndex, e.Message);
        }
    }
}
