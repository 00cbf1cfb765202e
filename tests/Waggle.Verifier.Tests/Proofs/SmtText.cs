using System.Diagnostics;
using System.Text;

namespace Waggle.Verifier.Tests.Proofs;

/// <summary>Writes terms as SMT-LIB 2: a definition for each, so that what is shared is written once.</summary>
internal sealed class SmtText
{
    private readonly StringBuilder _text = new();
    private readonly HashSet<Term> _written = [];
    private readonly bool _productsAreFunctions;

    /// <param name="productsAreFunctions">Whether Z3 is to know nothing of products but what is asserted. Else they are multiplied out.</param>
    internal SmtText(bool productsAreFunctions)
    {
        _productsAreFunctions = productsAreFunctions;
        if (!productsAreFunctions)
            return;
        _text.AppendLine("(declare-fun product ((_ BitVec 64) (_ BitVec 64)) (_ BitVec 128))");
        _text.AppendLine("(declare-fun signedproduct ((_ BitVec 64) (_ BitVec 64)) (_ BitVec 128))");
    }

    internal void Assert(Term truth)
    {
        Define(truth);
        _text.AppendLine($"(assert {NameOf(truth)})");
    }

    public override string ToString() => $"{_text}(check-sat)\n";

    private void Define(Term term)
    {
        if (term.IsConstant || !_written.Add(term))
            return;
        foreach (Term? operand in (ReadOnlySpan<Term?>)[term.A, term.B, term.C])
        {
            if (operand is not null)
                Define(operand);
        }
        string sort = term.Width == 0 ? "Bool" : $"(_ BitVec {term.Width})";
        _text.AppendLine(term.Kind == TermKind.Variable
            ? $"(declare-const {term.Name} {sort})"
            : $"(define-fun {NameOf(term)} () {sort} {Body(term)})");
    }

    private string Body(Term term)
    {
        string a = NameOf(term.A!), b = term.B is null ? "" : NameOf(term.B);
        string prefix = term.Width == 0 ? "" : "bv";
        return term.Kind switch
        {
            TermKind.Add => $"(bvadd {a} {b})",
            TermKind.Subtract => $"(bvsub {a} {b})",
            TermKind.And => $"({prefix}and {a} {b})",
            TermKind.Or => $"({prefix}or {a} {b})",
            TermKind.Xor => $"(bvxor {a} {b})",
            TermKind.ShiftLeft => $"(bvshl {a} {b})",
            TermKind.ShiftRight => $"(bvlshr {a} {b})",
            TermKind.ShiftRightArithmetic => $"(bvashr {a} {b})",
            TermKind.Extract => $"((_ extract {(int)term.Number + term.Width - 1} {term.Number}) {a})",
            TermKind.ZeroExtend => $"((_ zero_extend {term.Width - term.A!.Width}) {a})",
            TermKind.SignExtend => $"((_ sign_extend {term.Width - term.A!.Width}) {a})",
            TermKind.If => $"(ite {a} {b} {NameOf(term.C!)})",
            TermKind.Equal => $"(= {a} {b})",
            TermKind.LessUnsigned => $"(bvult {a} {b})",
            TermKind.LessSigned => $"(bvslt {a} {b})",
            TermKind.Not => $"(not {a})",
            TermKind.Product => _productsAreFunctions ? $"(product {a} {b})" : Multiplied("zero_extend", term, a, b),
            TermKind.SignedProduct => _productsAreFunctions ? $"(signedproduct {a} {b})" : Multiplied("sign_extend", term, a, b),
            _ => throw new UnreachableException(),
        };
    }

    private static string Multiplied(string extend, Term term, string a, string b)
    {
        int more = term.Width - term.A!.Width;
        return $"(bvmul ((_ {extend} {more}) {a}) ((_ {extend} {more}) {b}))";
    }

    private static string NameOf(Term term) => term.Kind switch
    {
        TermKind.Variable => term.Name!,
        TermKind.Constant when term.Width == 0 => term.IsTrue ? "true" : "false",
        TermKind.Constant => $"(_ bv{term.Number} {term.Width})",
        _ => $"t{term.Id}",
    };
}
