using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux.Errors;

namespace Waggle.Linux.Programs;

/// <summary>Fits a program to the types of the running kernel (CO-RE), and explains a refusal that comes of a type that is not there.</summary>
internal sealed partial class KernelTypeFitting
{
    private readonly ImmutableArray<CoreFailure> _unresolved;
    private readonly bool _isForRunningKernel;

    private KernelTypeFitting(ProgramSpec program, ImmutableArray<CoreFailure> unresolved, bool isForRunningKernel) =>
        (Program, _unresolved, _isForRunningKernel) = (program, unresolved, isForRunningKernel);

    /// <summary>The program with everything filled in that depends on the kernel's types.</summary>
    public ProgramSpec Program { get; }

    /// <param name="program">The program.</param>
    /// <param name="local">The types of its object.</param>
    /// <param name="foreign">The types to fit it to; null for those of the running kernel and its modules.</param>
    /// <param name="target">What the object's programs before this one have found; null before the first.</param>
    /// <exception cref="BpfNotSupportedException">The program needs the kernel's types, and the kernel has none.</exception>
    /// <exception cref="BpfException">The object is broken.</exception>
    public static KernelTypeFitting Fit(ProgramSpec program, Btf? local, Btf? foreign, ref CoreTarget? target)
    {
        if (program.CoreRelocations.IsEmpty) return new KernelTypeFitting(program, [], foreign is null);
        if (local is null)
            throw new BpfException("load a program", $"program '{program}'", Errno.None, "The object is broken: it reads kernel types and has no types of its own.");
        try
        {
            target ??= new CoreTarget(local, foreign is null ? RunningKernelTypes.WithModules() : new KernelTypes(foreign));
            CoreResolution resolution = target.Resolve(program);
            return new KernelTypeFitting(resolution.Program, resolution.Unresolved, foreign is null);
        }
        catch (CoreRelocationException error)
        {
            throw new BpfException("load a program", $"program '{program}'", Errno.None, error.Message);
        }
    }

    /// <summary>What to say instead of the verifier's words, if it stumbled over an instruction that could not be fitted; else null.</summary>
    public BpfNotSupportedException? Explain(VerifierException rejection)
    {
        Match poisoned = PoisonedCall().Matches(rejection.Log).LastOrDefault() ?? Match.Empty;
        if (_unresolved.IsEmpty || !poisoned.Success) return null;

        int index = int.Parse(poisoned.Groups["index"].ValueSpan, CultureInfo.InvariantCulture);
        CoreFailure failure = _unresolved.FirstOrDefault(f => f.Relocation.InstructionIndex == index, _unresolved[0]);
        return new BpfNotSupportedException("load a program", $"program '{Program}'", rejection.Errno,
            $"The program needs what {(_isForRunningKernel ? "this kernel lacks" : "the kernel of the given types lacks")}: {failure}");
    }

    // CoreRelocator.Poison as the verifier prints a call of it: "12: (85) call unknown#195896080".
    [GeneratedRegex(@"(?<index>\d+): \(85\) call unknown#195896080")]
    private static partial Regex PoisonedCall();
}
