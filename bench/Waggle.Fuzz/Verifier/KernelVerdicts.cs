using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux;
using Waggle.Linux.Errors;

namespace Waggle.Fuzz.Verifier;

/// <summary>What the running kernel says. Programs are loaded with maps of their own, attached to nothing, and closed again.</summary>
internal sealed class KernelVerdicts
{
    private readonly KernelEngine _engine = KernelEngine.Create();

    /// <summary>Asks for a verdict.</summary>
    /// <param name="obj">An object with one program.</param>
    /// <param name="refusal">Why the kernel refuses the program; null if it takes it.</param>
    /// <returns>False if its verifier never came to it: a map or a hook is missing.</returns>
    public bool TryJudge(BpfObject obj, out string? refusal)
    {
        refusal = null;
        try
        {
            using LoadedObject loaded = _engine.Load(obj);
            // A program that needs them would be refused for that.
            return loaded.TypesRefusal is null || obj.Btf != FuzzTypes.Types ? loaded.TypesRefusal is null : throw new InvalidOperationException($"The kernel refuses the object's types: {loaded.TypesRefusal}");
        }
        catch (VerifierException error)
        {
            refusal = error.Verdict;
            return true;
        }
        catch (BpfException)
        {
            return false;
        }
    }
}
