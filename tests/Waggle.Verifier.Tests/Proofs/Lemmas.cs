using Waggle.Verifier.Numbers;

namespace Waggle.Verifier.Tests.Proofs;

/// <summary>Puts what is proved of a method in its place where another calls it, so that each proof is small.</summary>
/// <remarks>A call gives any value at all, of which only this is assumed, that it includes a number; in turn it is to be proved that the
/// value before the call included the number. That is no circle: what is assumed of the outcome of one call says nothing of the values
/// before it.</remarks>
internal sealed class Lemmas
{
    private int _calls;

    /// <summary>What the calls have given.</summary>
    internal List<Term> Assumptions { get; } = [];

    /// <summary>What the calls ask for: to be proved.</summary>
    internal Term Obligations { get; private set; } = Term.True;

    /// <summary>When the last call that <see cref="Keeps"/> stands for is made.</summary>
    internal Term Condition { get; private set; } = Term.False;

    /// <summary>A scalar's method without arguments keeps each number that it includes (<see cref="ScalarProofTests"/>).</summary>
    /// <param name="numbers">The number in the scalar of the first call, of the second, and so on; the last one in all that follow.</param>
    internal SymbolicMachine.Substitute Keeps(params Term[] numbers) => (arguments, state) =>
    {
        var scalar = (Value.Address)arguments[0];
        var before = (Value.Struct)state.Load(scalar);
        var after = (Value.Struct)Value.Any(typeof(Scalar), $"kept{_calls}");
        Term number = numbers[Math.Min(_calls++, numbers.Length - 1)];
        Condition = state.Condition;
        Obligations &= Condition.Implies(Meaning.IsIn(number, before));
        Assumptions.Add(Condition.Implies(Meaning.IsIn(number, after)));
        return (null, state.Store(scalar, after));
    };

    /// <summary><see cref="Tristate.NextAfter"/> leaves out no number included (<see cref="TristateProofTests"/>).</summary>
    internal SymbolicMachine.Substitute LeavesNoneOut(Term number) => (arguments, state) =>
    {
        var set = (Value.Struct)state.Load((Value.Address)arguments[0]);
        Term after = ((Value.Number)arguments[1]).Term, next = Term.Variable($"next{_calls++}", 64);
        Assumptions.Add((Meaning.IsIn(number, set) & after.IsBelow(number)).Implies(Meaning.IsIn(next, set) & after.IsBelow(next) & next.IsAtMost(number)));
        return (new Value.Number(next), state);
    };

    /// <summary>A tristate of two others includes the result of two numbers (<see cref="TristateProofTests"/>).</summary>
    internal SymbolicMachine.Substitute Gives(Term left, Term right, Term result) => (arguments, state) =>
    {
        var made = (Value.Struct)Value.Any(typeof(Tristate), $"made{_calls++}");
        Assumptions.Add((Meaning.IsIn(left, (Value.Struct)arguments[0]) & Meaning.IsIn(right, (Value.Struct)arguments[1])).Implies(Meaning.IsIn(result, made)));
        return (made, state);
    };
}
