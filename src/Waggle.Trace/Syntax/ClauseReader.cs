using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Waggle.Trace.Problems;

namespace Waggle.Trace.Syntax;

/// <summary>Splits an expression into clauses. Conditions and statements are C#, and so are their tokens.</summary>
internal sealed class ClauseReader
{
    private readonly string _text;
    private int _position;

    private ClauseReader(string text) => _text = text;

    /// <summary>Reads all clauses.</summary>
    /// <exception cref="TraceException">The frame is not kept: a hook, "=>" or a statement is missing.</exception>
    internal static ImmutableArray<Clause> Read(string text)
    {
        ClauseReader reader = new(text);
        var clauses = ImmutableArray.CreateBuilder<Clause>();
        while (reader.SkipBetween()) clauses.Add(reader.ReadClause());
        return clauses.Count > 0
            ? clauses.ToImmutable()
            : throw new TraceException(text, 0, 1, "There is nothing to trace: write HOOK => STATEMENT, such as syscalls:sys_enter_openat => print($\"{comm}\").");
    }

    private bool SkipBetween()
    {
        while (_position < _text.Length && (char.IsWhiteSpace(_text[_position]) || _text[_position] == ';')) _position++;
        return _position < _text.Length;
    }

    private Clause ReadClause()
    {
        ImmutableArray<Fragment> hooks = ReadHooks(out bool hasCondition);
        Fragment? condition = hasCondition ? ReadUpTo(SyntaxKind.EqualsGreaterThanToken, "a condition", "=>") : null;
        _position += 2; // =>
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position])) _position++;
        return new Clause(hooks, condition, ReadBody());
    }

    // Hooks are no C#: colons, slashes and asterisks are part of names.
    private ImmutableArray<Fragment> ReadHooks(out bool hasCondition)
    {
        int start = _position;
        int end = _text.Length;
        hasCondition = false;
        for (int i = start; i < _text.Length; i++)
        {
            if (string.CompareOrdinal(_text, i, "=>", 0, 2) == 0)
            {
                end = _position = i;
                break;
            }

            if (char.IsWhiteSpace(_text[i]) && string.CompareOrdinal(_text, i + 1, "where", 0, 5) == 0 && i + 6 < _text.Length && !IsNameCharacter(_text[i + 6]))
            {
                (end, _position, hasCondition) = (i, i + 6, true);
                break;
            }

            if (_text[i] is '{' or ';') throw new TraceException(_text, i, 1, "'=>' is missing between the hook and the statement: HOOK where CONDITION => STATEMENT.");
        }

        if (end == _text.Length) throw new TraceException(_text, start, end - start, "A hook needs a statement: HOOK => STATEMENT.");
        var hooks = ImmutableArray.CreateBuilder<Fragment>();
        for (int from = start; from <= end;)
        {
            int comma = _text.IndexOf(',', from, end - from);
            int to = comma < 0 ? end : comma;
            string name = _text[from..to];
            int indent = name.Length - name.TrimStart().Length;
            if (name.Trim().Length == 0) throw new TraceException(_text, from, Math.Max(1, to - from), "A hook is missing here.");
            hooks.Add(new Fragment(from + indent, name.Trim()));
            from = to + 1;
        }

        return hooks.ToImmutable();
    }

    private Fragment ReadUpTo(SyntaxKind end, string what, string endText)
    {
        int start = _position;
        int depth = 0;
        foreach (SyntaxToken token in Tokens())
        {
            SyntaxKind kind = token.Kind();
            if (kind == end && depth == 0)
            {
                _position = token.SpanStart;
                return Trimmed(start, token.SpanStart, what);
            }

            depth += DepthOf(kind);
            if (kind == SyntaxKind.EndOfFileToken) break;
        }

        throw new TraceException(_text, start, _text.Length - start, $"'{endText}' is missing behind {what}.");
    }

    private Fragment ReadBody()
    {
        int start = _position;
        bool isBlock = start < _text.Length && _text[start] == '{';
        int depth = 0;
        foreach (SyntaxToken token in Tokens())
        {
            SyntaxKind kind = token.Kind();
            depth += DepthOf(kind);
            if (kind == SyntaxKind.EndOfFileToken) break;
            if (isBlock && depth == 0)
            {
                _position = token.Span.End;
                return new Fragment(start, _text[start..token.Span.End]);
            }

            if (!isBlock && depth == 0 && kind == SyntaxKind.SemicolonToken)
            {
                _position = token.Span.End;
                return Trimmed(start, token.SpanStart, "a statement");
            }
        }

        if (isBlock) throw new TraceException(_text, start, 1, "This block has no end: '}' is missing.");
        _position = _text.Length;
        return Trimmed(start, _text.Length, "a statement");
    }

    private Fragment Trimmed(int start, int end, string what)
    {
        string text = _text[start..end].TrimEnd();
        int indent = text.Length - text.TrimStart().Length;
        return text.Length > indent
            ? new Fragment(start + indent, text[indent..])
            : throw new TraceException(_text, start, 1, $"There should be {what} here.");
    }

    private IEnumerable<SyntaxToken> Tokens() =>
        SyntaxFactory.ParseTokens(_text, _position, initialTokenPosition: _position, options: ScriptOptions.Parse);

    private static int DepthOf(SyntaxKind kind) => kind switch
    {
        SyntaxKind.OpenParenToken or SyntaxKind.OpenBraceToken or SyntaxKind.OpenBracketToken => 1,
        SyntaxKind.CloseParenToken or SyntaxKind.CloseBraceToken or SyntaxKind.CloseBracketToken => -1,
        _ => 0,
    };

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';
}
