using Waggle.Vm.Tests.Isa;

namespace Waggle.Vm.KernelTests.Isa;

/// <summary>The kernel confirms the cases of tests/data/isa, so that what they expect is not only our reading of the standard.</summary>
public class IsaConfirmationTests
{
    public static IEnumerable<TheoryDataRow<string>> Blocks => IsaCase.Blocks.Select(block => new TheoryDataRow<string>(block.Key));

    [Theory, MemberData(nameof(Blocks))]
    public void Run_Block_GivesTheSameInTheKernel(string block)
    {
        KernelIsa kernel = new(KernelAccess.RequireEngine());
        List<string> unknown = [];

        string?[] mistakes = [.. IsaCase.Blocks[block].Select(Confirm)];

        Assert.All(mistakes, Assert.Null);
        if (unknown.Count > 0) Assert.Skip($"this kernel refuses {unknown.Count} of {mistakes.Length}: {unknown[0]}");

        string? Confirm(IsaCase each)
        {
            IsaOutcome outcome = kernel.Run(each.Assemble(), each.Memory.AsSpan(), each.IsPacket, out string? refusal);
            if (each.RefusedBecause is not null)
                return refusal is null ? $"{each.Row}: the kernel runs what it must refuse ({each.RefusedBecause})\n{each.Text}" : null;
            if (refusal is null)
                return each.Judge(outcome);
            if (KernelIsa.HasEveryInstruction)
                return $"{each.Row}: the kernel refuses it: {refusal}\n{each.Text}";
            unknown.Add(refusal);
            return null;
        }
    }

    [Fact]
    public void All_Cases_AreMostlyConfirmedByTheKernel()
    {
        int run = IsaCase.All.Count(each => each.RefusedBecause is null), ends = IsaCase.All.Count(each => each.Fault is not null);

        // Counted for the record: the rest are faults, which the kernel refuses to load, and what its verifier is stricter about.
        TestContext.Current.TestOutputHelper?.WriteLine($"{IsaCase.All.Length} cases: {run} run in the kernel, {ends} end with a fault, {IsaCase.All.Length - run - ends} it refuses otherwise");
        Assert.InRange(run, 4000, IsaCase.All.Length);
    }
}
