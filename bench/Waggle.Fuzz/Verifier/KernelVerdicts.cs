using Waggle.Bpf.Objects;
using Waggle.Linux;
using Waggle.Linux.Errors;

namespace Waggle.Fuzz.Verifier;

/// <summary>What the running kernel says. Programs are loaded with maps of their own, attached to nothing, and closed again.</summary>
internal sealed class KernelVerdicts
{
    private readonly KernelEngine _engine = KernelEngine.Create();

    /// <summary>Why the kernel refuses a program; null if it takes it.</summary>
    public string? Refusal(BpfObject obj)
    {
        try
        {
            using LoadedObject loaded = _engine.Load(obj);
            return null;
        }
        catch (VerifierException error)
        {
            return error.Verdict;
        }
    }
}
