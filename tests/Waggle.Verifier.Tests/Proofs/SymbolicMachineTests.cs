using System.Reflection;
using Waggle.Bpf.Instructions;
using Waggle.Verifier.Numbers;

namespace Waggle.Verifier.Tests.Proofs;

/// <summary>That the terms that are proved are what the methods do: each method runs on numbers, and its terms are worked out for the same.</summary>
public class SymbolicMachineTests
{
    private const int Runs = 300;

    public static TheoryData<string> TristateMethods =>
    [
        "op_Addition", "op_Subtraction", "op_UnaryNegation", "op_BitwiseAnd", "op_BitwiseOr", "op_ExclusiveOr", "op_Multiply", "AddPartialProduct",
        "ShiftLeft", "ShiftRight", "ShiftRightArithmetic", "ShiftRightArithmetic32", "Range", "Intersect", "Unite", "Overlaps", "IsAligned", "NextAfter",
    ];

    public static TheoryData<string> ScalarMethods => [.. ScalarProofTests.Deductions.Select(row => row.Data), "Sync", "ZeroExtend32"];

    public static MatrixTheoryData<string, int> WidthMethods => new(["Truncate", "SignExtend", "SignExtendIn32"], [1, 2]);

    public static MatrixTheoryData<AluOperation, bool> Operations => new(Enum.GetValues<AluOperation>(), [false, true]);

    [Theory, MemberData(nameof(TristateMethods))]
    public void Call_MethodOfTristate_ComputesTheSame(string name) => Compare(Meaning.Method(typeof(Tristate), name));

    [Theory, MemberData(nameof(ScalarMethods))]
    public void Call_MethodOfScalar_ComputesTheSame(string name) => Compare(Meaning.Method(typeof(Scalar), name));

    [Theory, MemberData(nameof(WidthMethods))]
    public void Call_ChangeOfWidth_ComputesTheSame(string name, int size) => Compare(Meaning.Method(typeof(Scalar), name), null, size);

    [Theory, MemberData(nameof(Operations))]
    public void Call_Apply_ComputesTheSame(AluOperation operation, bool is64) =>
        Compare(Meaning.Method(typeof(Arithmetic), nameof(Arithmetic.Apply)), operation, is64);

    [Theory, MemberData(nameof(ComparisonProofTests.Comparisons), MemberType = typeof(ComparisonProofTests))]
    public void Call_Outcome_ComputesTheSame(JumpOperation operation, bool is32) =>
        Compare(Meaning.Method(typeof(Comparison), nameof(Comparison.Outcome)), null, null, operation, is32);

    [Theory, MemberData(nameof(ComparisonProofTests.Branches), MemberType = typeof(ComparisonProofTests))]
    public void Call_Assume_ComputesTheSame(JumpOperation operation, bool is32, bool holds) =>
        Compare(Meaning.Method(typeof(Comparison), nameof(Comparison.Assume)), null, null, operation, is32, holds);

    private static void Compare(MethodBase method, params object?[] given)
    {
        var run = new Execution(method, new SymbolicMachine(), given);
        var random = new Random(6);
        for (int i = 0; i < Runs; i++)
            run.AssertAgreesWithTheMethod(random);
    }
}
