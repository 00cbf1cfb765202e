using System.Globalization;
using System.Text.RegularExpressions;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux;
using Waggle.Linux.Errors;
using Waggle.Linux.Pins;
using Waggle.Linux.Programs;

namespace Waggle.Benchmarks.Verification;

/// <summary>The running kernel's verifier, by its own clock: "verification time" in the statistics of its log.</summary>
/// <remarks>That is all of <c>bpf_check</c>: for accepted programs its rewriting of instructions and, where they have functions, compiling
/// those is in it. A refused program is verified with its path written to the log: its time is not comparable.</remarks>
internal sealed partial class KernelVerification
{
    private readonly KernelEngine _kernel = KernelEngine.Create();

    /// <summary>Has a program verified once.</summary>
    /// <returns>Null if the kernel refuses it before its verifier is asked.</returns>
    public KernelVerdict? Verify(BpfObject obj, ProgramSpec program)
    {
        try
        {
            using var pins = PinFolder.OpenDetached();
            using LoadedObject loaded = _kernel.Load(
                obj, new LoadOptions { Select = p => ReferenceEquals(p, program), Pins = pins, VerifierLogLevel = VerifierLogLevel.Statistics });
            return Parse(true, loaded.Programs[program.Name].VerifierLog ?? "");
        }
        catch (VerifierException refusal)
        {
            return Parse(false, refusal.Log);
        }
        catch (BpfException)
        {
            return null;
        }
    }

    private static KernelVerdict Parse(bool isAccepted, string log) => new(isAccepted, Number(Time().Match(log)), (int)Number(Processed().Match(log)));

    private static double Number(Match match) => match.Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("verification time ([0-9]+) usec")]
    private static partial Regex Time();

    [GeneratedRegex("processed ([0-9]+) insns")]
    private static partial Regex Processed();
}
