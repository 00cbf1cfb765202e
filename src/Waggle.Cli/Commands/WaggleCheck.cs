using System.Globalization;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Cli.Sinks;
using Waggle.Verifier;
using Waggle.Verifier.Explanations;

namespace Waggle.Cli.Commands;

/// <summary>Asks our own verifier about single programs: without privileges, and for kernels that are not there.</summary>
/// <param name="options">What the programs are held to.</param>
/// <param name="configuration">What objects ask for of the kernel's configuration.</param>
/// <remarks>Thread-safe, but for the log in the options, if it has one.</remarks>
internal sealed class WaggleCheck(VerifierOptions options, CheckConfiguration configuration)
{
    public CheckedProgram Run(string file, BpfObject obj, ProgramSpec program)
    {
        CheckedProgram result = new(file, program.Section, program.Name, CheckedProgram.Accepted, Engine: CheckEngine.Waggle);
        if (configuration.TryFill(obj, out string? problem) is not { } filled)
            return result with { Verdict = CheckedProgram.Rejected, Rule = "configuration", Reason = problem };
        CoreResolution? resolved = null;
        try
        {
            if (options.KernelTypes is { } kernel && obj.Btf is { } own) resolved = CoreRelocator.Resolve(program, own, kernel);
        }
        catch (Exception e) when (e is CoreRelocationException or BtfFormatException)
        {
            return result with { Verdict = CheckedProgram.Rejected, Rule = "relocation", Reason = e.Message };
        }

        Verdict verdict = ProgramVerifier.Verify(filled, resolved?.Program ?? program, options);
        result = result with
        {
            Instructions = verdict.Report.Instructions,
            States = verdict.Report.States,
            Seconds = verdict.Report.Time.TotalSeconds,
            Report = verdict.Report.Program,
            Graph = verdict.Report.Graph,
        };
        return verdict.IsAccepted ? result : Explain(result, verdict.Rejection.Explanation, resolved);
    }

    private static CheckedProgram Explain(CheckedProgram result, Explanation explanation, CoreResolution? resolved)
    {
        result = result with
        {
            Verdict = CheckedProgram.Rejected,
            Reason = explanation.Words,
            Rule = explanation.Rule,
            Source = explanation.Source?.File,
            Line = explanation.Source?.Line,
            Instruction = explanation.Slot,
            Explanation = explanation.ToString(),
        };
        // The instruction is a call of nothing where the types lack what it reads: what they lack says more.
        string poison = string.Create(CultureInfo.InvariantCulture, $"#{CoreRelocator.Poison}");
        return explanation.Message.Contains(poison, StringComparison.Ordinal)
            && resolved?.Unresolved.FirstOrDefault(f => f.Relocation.InstructionIndex == explanation.Slot) is { } missing
            ? result with { Rule = "poisoned-call", Reason = $"It reads what the kernel of these types lacks: {missing}", Explanation = null }
            : result;
    }
}
