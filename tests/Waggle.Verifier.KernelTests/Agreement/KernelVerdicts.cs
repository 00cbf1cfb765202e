using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux;
using Waggle.Linux.Errors;
using Waggle.Linux.Pins;

namespace Waggle.Verifier.KernelTests.Agreement;

/// <summary>What the running kernel's verifier says of programs. Nothing is attached, and nothing stays loaded.</summary>
internal sealed class KernelVerdicts
{
    private readonly KernelEngine _kernel = KernelEngine.Create();

    /// <summary>Whether it accepts a program, and if not its last words; null and why not if it is refused before it is verified.</summary>
    public (bool? IsAccepted, string Reason) Of(BpfObject obj, ProgramSpec program)
    {
        using var pins = PinFolder.OpenDetached();
        try
        {
            using LoadedObject loaded = _kernel.Load(obj, new LoadOptions { Select = p => ReferenceEquals(p, program), Pins = pins });
            return (true, "");
        }
        catch (VerifierException refusal)
        {
            return (false, refusal.Verdict);
        }
        catch (BpfException refusal)
        {
            return (null, refusal.Message);
        }
    }
}
