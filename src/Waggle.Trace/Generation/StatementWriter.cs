using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Waggle.Trace.Language;

namespace Waggle.Trace.Generation;

/// <summary>Writes the user's statements anew: what is said of maps, and what is printed, becomes calls of the language.</summary>
internal sealed class StatementWriter(Draft draft, ImmutableArray<ScriptMap> maps, EventSites sites, TextLiterals literals)
{
    private int _hook;

    /// <summary>Writes the body of a program.</summary>
    /// <param name="source">Where to.</param>
    /// <param name="method">The draft's method.</param>
    /// <param name="hook">Number of its hook.</param>
    internal void Write(StringBuilder source, MethodDeclarationSyntax method, int hook)
    {
        _hook = hook;
        foreach (StatementSyntax statement in method.Body!.Statements) source.Append(Rewrite(statement));
    }

    private string Rewrite(SyntaxNode node)
    {
        string? replaced = node switch
        {
            ExpressionStatementSyntax statement => Statement(statement.Expression) is { } text ? text + "\n" : null,
            ElementAccessExpressionSyntax or IdentifierNameSyntax => Read((ExpressionSyntax)node),
            BinaryExpressionSyntax comparison => Comparison(comparison),
            InvocationExpressionSyntax call => MisplacedCall(call),
            AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax => MisplacedChange((ExpressionSyntax)node),
            _ => null,
        };
        string written = replaced ?? Children(node);
        return node is StatementSyntax and not BlockSyntax ? Place(node) + written.TrimStart() : written;
    }

    private string Children(SyntaxNode node)
    {
        StringBuilder text = new();
        foreach (SyntaxNodeOrToken child in node.ChildNodesAndTokens())
        {
            if (child.AsNode() is not { } inner)
            {
                text.Append(child.ToFullString());
                continue;
            }

            text.Append(inner.GetLeadingTrivia().ToFullString()).Append(' ').Append(Rewrite(inner)).Append(' ').Append(inner.GetTrailingTrivia().ToFullString());
        }

        return text.ToString();
    }

    // Lines and columns of the user's text for the debug information, so that problems point into it.
    private string Place(SyntaxNode node)
    {
        (int line, int column) = draft.UserPlace(node.SpanStart);
        return string.Create(CultureInfo.InvariantCulture, $"\n#line ({line},{column})-({line},{Math.Min(column + node.Span.Length, 65_000)}) \"-e\"\n");
    }

    private string? Statement(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case InvocationExpressionSyntax { Expression: IdentifierNameSyntax function } call:
                return Call(function.Identifier.ValueText, call);
            case AssignmentExpressionSyntax assignment when MapOf(assignment.Left) is { } map:
                return Assignment(map, assignment);
            case PostfixUnaryExpressionSyntax change when MapOf(change.Operand) is { } map:
                return Add(map, change.Operand, change.IsKind(SyntaxKind.PostIncrementExpression) ? "1L" : "-1L");
            case PrefixUnaryExpressionSyntax change when MapOf(change.Operand) is { } map:
                return Add(map, change.Operand, change.IsKind(SyntaxKind.PreIncrementExpression) ? "1L" : "-1L");
            default:
                return null;
        }
    }

    private string? Call(string function, InvocationExpressionSyntax call)
    {
        ExpressionSyntax? argument = call.ArgumentList.Arguments.FirstOrDefault()?.Expression;
        switch (function)
        {
            case "print" when argument is IdentifierNameSyntax && MapOf(argument) is { } map:
                return sites.Add(new EventSite(EventKind.PrintMap, map.Name, []), []);
            case "print" when argument is not null:
                return Print(argument);
            case "clear" when argument is not null:
                return sites.Add(new EventSite(EventKind.Clear, (MapOf(argument) ?? throw draft.Wrong(argument, "clear() takes a map.")).Name, []), []);
            case "exit":
                return sites.Add(new EventSite(EventKind.Exit, "", []), []) + " return;";
            case "delete" when argument is not null:
                ScriptMap removed = MapOf(argument) ?? throw draft.Wrong(argument, "delete() takes an element of a map: delete(start[tid]).");
                return removed.IsHistogram ? throw draft.Wrong(argument, "A histogram can be cleared as a whole only.") : $"{removed.Identifier}.Remove({Key(removed, argument)});";
            default:
                return null;
        }
    }

    private string Print(ExpressionSyntax argument)
    {
        StringBuilder format = new();
        List<ExpressionSyntax> values = [];
        if (argument is InterpolatedStringExpressionSyntax text)
        {
            foreach (InterpolatedStringContentSyntax content in text.Contents)
            {
                if (content is InterpolationSyntax hole)
                {
                    format.Append(CultureInfo.InvariantCulture, $"{{{values.Count}{hole.AlignmentClause}{hole.FormatClause}}}");
                    values.Add(hole.Expression);
                }
                else
                {
                    format.Append(((InterpolatedStringTextSyntax)content).TextToken.ValueText); // braces are still doubled, as a format wants them
                }
            }
        }
        else if (argument is LiteralExpressionSyntax { Token.Value: string literal })
        {
            format.Append(literal.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        }
        else
        {
            format.Append("{0}");
            values.Add(argument);
        }

        ImmutableArray<ValueShape> shapes = [.. values.Select(v => IsAddressText(v) ? ValueShape.LongText : ShapeOf(v))];
        return sites.Add(new EventSite(EventKind.Print, format.ToString(), shapes), [.. values.Select((v, i) => Fill(v, shapes[i], i))]);
    }

    private string Fill(ExpressionSyntax value, ValueShape shape, int index) => IsAddressText(value)
        ? $"{nameof(Builtins.ReadText)}((ulong)({Rewrite(((InvocationExpressionSyntax)value).ArgumentList.Arguments[0].Expression)}), ref site_.V{index});"
        : $"site_.V{index} = {shape.Convert(Rewrite(value))};";

    // str(ADDRESS) goes to its place at once, and may be longer there than on the stack.
    private bool IsAddressText(ExpressionSyntax value) =>
        value is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "str" }, ArgumentList.Arguments: [var only] }
        && draft.Model.GetTypeInfo(only.Expression).Type is { SpecialType: not SpecialType.None };

    private string Assignment(ScriptMap map, AssignmentExpressionSyntax assignment)
    {
        string key = Key(map, assignment.Left);
        if (MapUses.AggregationOf(assignment.Left) is { } aggregation)
        {
            string number = aggregation.Call.ArgumentList.Arguments.FirstOrDefault() is { } first ? $"(long)({Rewrite(first.Expression)})" : "";
            return map.Kind switch
            {
                MapKind.Count => $"Maps.Count({map.Identifier}, {key}, 1L);",
                MapKind.Hist => $"Maps.Count({map.Identifier}, {key}, Buckets.PowerOfTwo({number}));",
                MapKind.Lhist => $"Maps.Count({map.Identifier}, {key}, Buckets.Linear({number}, {map.Buckets.From}L, {map.Buckets.Width}L, {map.Buckets.Count}L));",
                _ => $"Maps.Take({map.Identifier}, {key}, {number});",
            };
        }

        string value = Rewrite(assignment.Right);
        return assignment.Kind() switch
        {
            SyntaxKind.SimpleAssignmentExpression => $"Maps.Set({map.Identifier}, {key}, {map.Value.Convert(value)});",
            SyntaxKind.AddAssignmentExpression => Add(map, assignment.Left, $"(long)({value})"),
            SyntaxKind.SubtractAssignmentExpression => Add(map, assignment.Left, $"-(long)({value})"),
            _ => throw draft.Wrong(assignment, "Elements of maps take =, +=, -=, ++ and --."),
        };
    }

    private string Add(ScriptMap map, ExpressionSyntax target, string amount) => map.Value.Kind is ValueKind.Signed
        ? $"Maps.Add({map.Identifier}, {Key(map, target)}, {amount});"
        : throw draft.Wrong(target, $"'{map.Name}' holds {map.Value.Type}, which can't be counted up: assign long numbers to it.");

    private string? Read(ExpressionSyntax expression)
    {
        if (expression is IdentifierNameSyntax { Identifier.ValueText: "probe" } && draft.Model.GetSymbolInfo(expression).Symbol?.ContainingType.Name == nameof(Builtins)) return $"new HookName({_hook})";
        if (expression.Parent is MemberAccessExpressionSyntax member && member.Name == expression) return null;
        if (MapOf(expression) is not { } map) return null;
        if (map.Kind != MapKind.Scalar) throw draft.Wrong(expression, $"'{map.Name}' is {map.Kind.ToString().ToLowerInvariant()}(), which programs can't read: it is kept for each CPU.");
        return $"Maps.Get({map.Identifier}, {Key(map, expression)})";
    }

    private string? Comparison(BinaryExpressionSyntax comparison)
    {
        if (!comparison.IsKind(SyntaxKind.EqualsExpression) && !comparison.IsKind(SyntaxKind.NotEqualsExpression)) return null;
        (ExpressionSyntax text, ExpressionSyntax literal) = (comparison.Left, comparison.Right);
        if (literal is not LiteralExpressionSyntax { Token.Value: string value }) return null;
        if (draft.Model.GetTypeInfo(text).Type is not { } type || ValueShape.Of(type) is not { Kind: ValueKind.Text } shape) return null;
        string method = literals.Add(value, shape.Size);
        return $"{(comparison.IsKind(SyntaxKind.EqualsExpression) ? "" : "!")}{method}({Rewrite(text)})";
    }

    private string? MisplacedCall(InvocationExpressionSyntax call) => call.Expression is IdentifierNameSyntax function
        && draft.Model.GetSymbolInfo(function).Symbol?.ContainingType.Name == nameof(Drafts)
            ? throw draft.Wrong(call, $"{function}() stands where its value would be used: write it as a statement of its own, or as the right side of an assignment to a map.")
            : null;

    private string? MisplacedChange(ExpressionSyntax change)
    {
        ExpressionSyntax? target = change switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left,
            PostfixUnaryExpressionSyntax postfix => postfix.Operand,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } prefix => prefix.Operand,
            _ => null,
        };
        return target is not null && MapOf(target) is { } map
            ? throw draft.Wrong(change, $"'{map.Name}' is changed where the result would be used: make it a statement of its own.")
            : null;
    }

    private string Key(ScriptMap map, ExpressionSyntax target)
    {
        if (target is not ElementAccessExpressionSyntax element) return $"new {map.KeyType} {{ K0 = 0 }}";
        IEnumerable<string> parts = element.ArgumentList.Arguments.Select((a, i) => $"K{i} = {map.Key[i].Convert(Rewrite(a.Expression))}");
        return $"new {map.KeyType} {{ {string.Join(", ", parts)} }}";
    }

    private ScriptMap? MapOf(ExpressionSyntax expression)
    {
        if (MapUses.NameOf(expression) is not { } name) return null;
        ExpressionSyntax named = expression is ElementAccessExpressionSyntax element ? element.Expression : expression;
        return draft.Model.GetSymbolInfo(named).Symbol is IFieldSymbol { ContainingType.Name: "Script" } ? maps.FirstOrDefault(m => m.Name == name) : null;
    }

    private ValueShape ShapeOf(ExpressionSyntax value) => ValueShape.Of(draft.Model.GetTypeInfo(value).Type)
        ?? throw draft.Wrong(value, $"A {draft.Model.GetTypeInfo(value).Type} can't be printed: numbers, texts, stacks and names of hooks can.");
}
