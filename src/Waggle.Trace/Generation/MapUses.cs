using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Waggle.Trace.Problems;

namespace Waggle.Trace.Generation;

/// <summary>Finds the maps of an expression by how they are used: indexed, counted, or assigned to without being declared.</summary>
internal static class MapUses
{
    private static readonly Dictionary<string, MapKind> s_aggregations = new()
    {
        ["count"] = MapKind.Count,
        ["sum"] = MapKind.Sum,
        ["avg"] = MapKind.Avg,
        ["min"] = MapKind.Min,
        ["max"] = MapKind.Max,
        ["stats"] = MapKind.Stats,
        ["hist"] = MapKind.Hist,
        ["lhist"] = MapKind.Lhist,
    };

    /// <summary>The maps in order of appearance; types of keys and values are still open.</summary>
    /// <exception cref="TraceException">A map is used in two ways that exclude each other.</exception>
    internal static ImmutableArray<ScriptMap> Find(Draft draft)
    {
        List<ScriptMap> maps = [];
        foreach (MethodDeclarationSyntax method in draft.Tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            HashSet<string> locals = Locals(method);
            foreach (ExpressionSyntax target in Targets(method))
            {
                if (NameOf(target) is not { } name || locals.Contains(name)) continue;
                int known = maps.FindIndex(m => m.Name == name);
                MapKind? kind = AggregationOf(target)?.Kind;
                if (known < 0) maps.Add(new ScriptMap(name, kind ?? MapKind.Scalar) { Buckets = BucketsOf(draft, target) });
                else if (kind is { } other && other != maps[known].Kind) throw draft.Wrong(target, $"'{name}' can't be {Word(other)} here and {Word(maps[known].Kind)} elsewhere: use two maps.");
                else if (kind is null && maps[known].Kind != MapKind.Scalar && IsChange(target)) throw draft.Wrong(target, $"'{name}' can't be changed here: elsewhere it is {Word(maps[known].Kind)}. Use two maps.");
            }
        }

        return [.. maps];
    }

    /// <summary>The maps with the types of keys and values, as far as the draft's compilation tells.</summary>
    internal static ImmutableArray<ScriptMap> Type(Draft draft, ImmutableArray<ScriptMap> maps) => [.. maps.Select(m => Type(draft, m))];

    /// <summary>Whether a map has keys.</summary>
    internal static bool IsKeyed(Draft draft, string name) =>
        draft.Tree.GetRoot().DescendantNodes().OfType<ElementAccessExpressionSyntax>().Any(e => NameOf(e) == name);

    /// <summary>Name of the map that an expression would be an element of; null if it can't be one.</summary>
    internal static string? NameOf(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax name } => name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The call of <c>hist()</c> or its kin that is assigned to a map.</summary>
    internal static (MapKind Kind, InvocationExpressionSyntax Call)? AggregationOf(ExpressionSyntax target) =>
        target.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && assignment.Left == target
        && assignment.Right is InvocationExpressionSyntax { Expression: IdentifierNameSyntax function } call
        && s_aggregations.TryGetValue(function.Identifier.ValueText, out MapKind kind)
            ? (kind, call)
            : null;

    private static IEnumerable<ExpressionSyntax> Targets(MethodDeclarationSyntax method) => method.DescendantNodes().OfType<ExpressionSyntax>()
        .Where(e => e is ElementAccessExpressionSyntax || (e is IdentifierNameSyntax && e.Parent is not MemberAccessExpressionSyntax && IsChange(e)));

    private static bool IsChange(ExpressionSyntax target) => target.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == target,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } => true,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } => true,
        _ => false,
    };

    private static HashSet<string> Locals(MethodDeclarationSyntax method)
    {
        HashSet<string> names = [.. method.ParameterList.Parameters.Select(p => p.Identifier.ValueText)];
        foreach (SyntaxNode node in method.DescendantNodes())
        {
            if (node is VariableDeclaratorSyntax variable) names.Add(variable.Identifier.ValueText);
            else if (node is SingleVariableDesignationSyntax designation) names.Add(designation.Identifier.ValueText);
            else if (node is ForEachStatementSyntax loop) names.Add(loop.Identifier.ValueText);
        }

        return names;
    }

    private static ScriptMap Type(Draft draft, ScriptMap map)
    {
        ImmutableArray<ValueShape> key = [];
        ValueShape? value = null;
        foreach (ExpressionSyntax target in draft.Tree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>().Where(e => NameOf(e) == map.Name))
        {
            if (target is ElementAccessExpressionSyntax element)
            {
                ImmutableArray<ValueShape> parts = [.. element.ArgumentList.Arguments.Select(a => Shape(draft, a.Expression, $"a key of '{map.Name}'"))];
                if (key.Length > 0 && !key.Select(p => p.Kind).SequenceEqual(parts.Select(p => p.Kind)))
                    throw draft.Wrong(element.ArgumentList, $"'{map.Name}' has other keys elsewhere: {string.Join(", ", key.Select(k => k.Type))}.");
                // Of texts the longest decides.
                key = key.Length == 0 ? parts : [.. key.Zip(parts, static (a, b) => a.Size >= b.Size ? a : b)];
            }
            else if (target.Parent is ElementAccessExpressionSyntax outer && outer.Expression == target)
            {
                continue;
            }

            if (map.Kind == MapKind.Scalar && target.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && assignment.Left == target)
                value ??= Shape(draft, assignment.Right, $"the value of '{map.Name}'");
        }

        return map with { Key = key, Value = value ?? map.Value };
    }

    private static ValueShape Shape(Draft draft, ExpressionSyntax expression, string what)
    {
        ITypeSymbol? type = draft.Model.GetTypeInfo(expression).Type;
        if (type is null or IErrorTypeSymbol) return ValueShape.Signed; // the compilation says why
        return ValueShape.Of(type) ?? throw draft.Wrong(expression, $"A {type} can't be {what}: numbers, texts, stacks and names of hooks can.");
    }

    private static (long, long, long) BucketsOf(Draft draft, ExpressionSyntax target)
    {
        if (AggregationOf(target) is not (MapKind.Lhist, { } call)) return default;
        if (call.ArgumentList.Arguments.Count != 4) throw draft.Wrong(call, "lhist takes four arguments: lhist(VALUE, FROM, TO, WIDTH).");
        long[] numbers = [.. call.ArgumentList.Arguments.Skip(1).Select(a => Constant(draft, a.Expression))];
        long count = numbers[2] > 0 && numbers[1] > numbers[0] ? (numbers[1] - numbers[0] + numbers[2] - 1) / numbers[2] : 0;
        return count is > 0 and <= 1000
            ? (numbers[0], numbers[2], count)
            : throw draft.Wrong(call, "lhist(VALUE, FROM, TO, WIDTH) wants FROM below TO, and 1 to 1,000 buckets between them.");
    }

    private static long Constant(Draft draft, ExpressionSyntax expression)
    {
        bool isNegative = expression is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression };
        if (isNegative) expression = ((PrefixUnaryExpressionSyntax)expression).Operand;
        return expression is LiteralExpressionSyntax { Token.Value: int or long or uint } literal
            ? System.Convert.ToInt64(literal.Token.Value, System.Globalization.CultureInfo.InvariantCulture) * (isNegative ? -1 : 1)
            : throw draft.Wrong(expression, "Buckets are fixed before the program runs: write a number.");
    }

    private static string Word(MapKind kind) => kind == MapKind.Scalar ? "a value" : $"{kind.ToString().ToLowerInvariant()}()";
}
