using System.Globalization;
using System.Text;

namespace Waggle.Compiler.KernelTests.RandomPrograms;

/// <summary>Writes one random method in C#, and the functions that it calls.</summary>
/// <remarks>The same seed gives the same method. What C# leaves to the machine is left out: nothing divides by zero or indexes past an end.
/// Statements that <paramref name="skipped"/> names by number are made and not written, which makes a failing method smaller.</remarks>
internal sealed class MethodWriter(int seed, string name, IReadOnlySet<int> skipped)
{
    private const int FunctionCount = 3;

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private readonly List<(string Name, string Type)> _scalars = [];   // what can be read and assigned
    private readonly List<string> _constants = [];                     // what can only be read: loop counters
    private readonly List<(string Name, string Type)> _structs = [];
    private readonly List<(string Name, string Element, int Length)> _arrays = [];
    private readonly List<(string Name, string Result, string[] Parameters)> _functions = [];
    private int _statement;
    private int _names;
    private int _loops;

    /// <summary>How many statements there are, skipped ones among them.</summary>
    internal int StatementCount => _statement;

    internal string Write()
    {
        for (int i = 0; i < FunctionCount; i++) Function(i);
        _text.AppendLine($$"""
                [RawTracepoint("sys_enter")]
                public static void {{name}}(ulong a, ulong b)
                {
                    unchecked
                    {
            """);
        Declare();
        _scalars.Add(("s_state.A", "long"));
        _scalars.Add(("s_state.D", "int"));
        _scalars.Add(("s_count", "ushort"));
        _constants.AddRange(["a", "b"]);
        int statements = _random.Next(4, 11);
        for (int i = 0; i < statements; i++) Statement(3);
        Finish();
        _text.AppendLine("        }").AppendLine("    }");
        return _text.ToString();
    }

    private void Function(int index)
    {
        string result = Integer();
        var parameters = new List<string>();
        var declared = new List<string>();
        for (int i = 0; i < _random.Next(1, 4); i++)
        {
            string type = Integer(), passing = _random.Next(4) == 0 ? "ref " : "";
            parameters.Add(passing + type);
            declared.Add($"{passing}{type} p{i}");
            _scalars.Add(($"p{i}", type));
        }

        bool isStruct = _random.Next(3) == 0;
        if (isStruct)
        {
            string type = Pick([.. RandomTypes.Structs.Keys]), passing = Pick(["ref ", "in ", ""]);
            parameters.Add(passing + type);
            declared.Add($"{passing}{type} q");
            foreach ((string field, string fieldType) in RandomTypes.Structs[type])
            {
                if (passing == "in ") _constants.Add($"q.{field}");
                else _scalars.Add(($"q.{field}", fieldType));
            }
        }

        if (_random.Next(2) == 0) _text.AppendLine("    [MethodImpl(MethodImplOptions.NoInlining)]");
        string called = $"{name}F{index}";
        _text.AppendLine(CultureInfo.InvariantCulture, $"    private static {result} {called}({string.Join(", ", declared)})").AppendLine("    {").AppendLine("        unchecked").AppendLine("        {");
        for (int i = 0; i < _random.Next(1, 3); i++) Statement(1);
        _text.AppendLine(CultureInfo.InvariantCulture, $"        return {Expression(result, 2)};").AppendLine("        }").AppendLine("    }").AppendLine();
        _scalars.Clear();
        _constants.Clear();
        _functions.Add((called, result, [.. parameters]));
    }

    private void Declare()
    {
        for (int i = 0; i < 5; i++)
        {
            string type = Integer(), variable = NewName("v");
            Line($"{type} {variable} = {Expression(type, 1)};");
            _scalars.Add((variable, type));
        }

        string structure = Pick([.. RandomTypes.Structs.Keys]);
        for (int i = 0; i < 2; i++)
        {
            string variable = NewName("s");
            Line($"{structure} {variable} = default;");
            _structs.Add((variable, structure));
            foreach ((string field, string type) in RandomTypes.Structs[structure]) _scalars.Add(($"{variable}.{field}", type));
        }

        (string array, string element, int length) = RandomTypes.Arrays[_random.Next(RandomTypes.Arrays.Length)];
        string name = NewName("t");
        Line($"{array} {name} = default;");
        _arrays.Add((name, element, length));
    }

    /// <summary>Mixes all that the method left into the result.</summary>
    private void Finish()
    {
        Line("ulong h = 17;");
        foreach ((string variable, _) in _scalars) Line($"h = h * 31 + (ulong){variable};");
        foreach ((string variable, _, int length) in _arrays)
        {
            for (int i = 0; i < length; i++) Line($"h = h * 31 + (ulong){variable}[{i}];");
        }

        Line("s_result = h;");
    }

    private void Statement(int depth)
    {
        int number = _statement++;
        int start = _text.Length;
        switch (_random.Next(depth > 0 ? 16 : 6))
        {
            case 0 or 1:
                (string target, string type) = Variable();
                Line($"{target} = {Expression(type, 3)};");
                break;
            case 2:
                (target, type) = Variable();
                Line($"{target} {Pick(["+=", "-=", "*=", "^=", "|=", "&="])} {Expression(type, 2)};");
                break;
            case 3:
                Line($"{Variable().Name}{Pick(["++", "--"])};");
                break;
            case 4 when _arrays.Count > 0:
                (string array, string element, int length) = _arrays[_random.Next(_arrays.Count)];
                Line($"{array}[{Index(length)}] {Pick(["=", "+=", "^="])} {Expression(element, 2)};");
                break;
            case 5 when _structs.Count > 1:
                Line($"{_structs[0].Name} = {_structs[1].Name};");
                break;
            case 6 or 7:
                Block($"if ({Condition(2)})", depth - 1);
                if (_random.Next(2) == 0) Block("else", depth - 1);
                break;
            case 8 or 9 when depth > 1 && _loops < 2:
                Loop(depth);
                break;
            case 10:
                Switch(depth);
                break;
            case 11 when _arrays.Count > 0:
                Reference(depth);
                break;
            case 12:
                (target, type) = Variable();
                (string other, string otherType) = Variable();
                Line($"({target}, {other}) = (({type}){other}, ({otherType}){target});");
                break;
            case 13 or 14 when _functions.Count > 0 && CallOf(out string? call, out _):
                Line($"{call};");
                break;
            default:
                (target, type) = Variable();
                Line($"{target} = {Expression(type, 3)};");
                break;
        }

        if (skipped.Contains(number)) _text.Length = start;
    }

    private void Block(string head, int depth)
    {
        Line(head);
        _text.AppendLine("        {");
        for (int i = 0; i < _random.Next(1, 3); i++) Statement(depth);
        _text.AppendLine("        }");
    }

    private void Loop(int depth)
    {
        _loops++;
        string counter = NewName("i");
        int count = _random.Next(2, 7);
        bool counts = _random.Next(2) == 0;
        string bound = _random.Next(3) == 0 ? $"(int)({Expression("uint", 1)} & 3)" : count.ToString(CultureInfo.InvariantCulture);
        if (counts) Line($"for (int {counter} = 0; {counter} < {bound}; {counter}++)");
        else Line($"for (int {counter} = {count}; {counter} > 0 && {Condition(1)}; {counter}--)");
        _text.AppendLine("        {");
        _constants.Add(counter);
        Statement(depth - 2);
        if (_random.Next(2) == 0) Line($"if ({Condition(1)}) {Pick(["break", "continue"])};");
        Statement(depth - 2);
        _constants.Remove(counter);
        _text.AppendLine("        }");
        _loops--;
    }

    private void Switch(int depth)
    {
        bool isDense = _random.Next(2) == 0;
        Line(isDense ? $"switch ({Expression("uint", 2)} & 7)" : $"switch ({Expression("int", 2)})");
        _text.AppendLine("        {");
        var seen = new HashSet<long>();
        for (int i = 0; i < _random.Next(2, 6); i++)
        {
            long label = isDense ? _random.Next(8) : _random.Next(-3, 300) * (long)_random.Next(1, 5);
            if (!seen.Add(label)) continue;
            Line($"case {label}:");
            Statement(depth - 1);
            Line("break;");
        }

        if (_random.Next(2) == 0)
        {
            Line("default:");
            Statement(depth - 1);
            Line("break;");
        }

        _text.AppendLine("        }");
    }

    private void Reference(int depth)
    {
        (string array, string element, int length) = _arrays[_random.Next(_arrays.Count)];
        string reference = NewName("r");
        Line("{");
        Line($"ref {element} {reference} = ref {array}[{Index(length)}];");
        _scalars.Add((reference, element));
        Statement(depth - 1);
        Line($"{reference} += {Expression(element, 1)};");
        _scalars.RemoveAll(s => s.Name == reference);
        Line("}");
    }

    private bool CallOf([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? call, out string result)
    {
        (string called, result, string[] parameters) = _functions[_random.Next(_functions.Count)];
        var arguments = new List<string>();
        call = null;
        foreach (string parameter in parameters)
        {
            int space = parameter.IndexOf(' ', StringComparison.Ordinal);
            string passing = space < 0 ? "" : parameter[..(space + 1)], type = parameter[(space + 1)..];
            if (RandomTypes.Structs.ContainsKey(type))
            {
                if (_structs.Find(s => s.Type == type).Name is not { } found) return false;
                arguments.Add(passing + found);
            }
            else if (passing == "ref ")
            {
                // Not a global: two references to one variable are fine in C# too, but a packed field has no reference.
                if (_scalars.Find(s => s.Type == type && !s.Name.StartsWith("s_", StringComparison.Ordinal)).Name is not { } found) return false;
                arguments.Add($"ref {found}");
            }
            else
            {
                arguments.Add(Expression(type, 1));
            }
        }

        call = $"{called}({string.Join(", ", arguments)})";
        return true;
    }

    private string Condition(int depth) => _random.Next(depth > 0 ? 6 : 3) switch
    {
        0 or 1 or 2 when Integer() is var type => $"{Expression(type, depth)} {Pick(["<", ">", "<=", ">=", "==", "!="])} {Expression(type, depth)}",
        3 => $"({Condition(depth - 1)} && {Condition(depth - 1)})",
        4 => $"({Condition(depth - 1)} || {Condition(depth - 1)})",
        _ => $"!({Condition(depth - 1)})",
    };

    /// <summary>An expression of a type; cast to it, because C#'s arithmetic is that of int and above.</summary>
    private string Expression(string type, int depth)
    {
        if (depth == 0) return $"({type}){Atom()}";
        string inner = _random.Next(3) == 0 ? Integer() : type;
        switch (_random.Next(13))
        {
            case 0 or 1: return $"({type}){Atom()}";
            case 2 or 3 or 4 or 5:
                return $"({type})({Expression(inner, depth - 1)} {Pick(["+", "-", "*", "&", "|", "^"])} {Expression(inner, depth - 1)})";
            case 6:
                return $"({type})({Expression(inner, depth - 1)} {Pick(["<<", ">>", ">>>"])} {Expression("int", depth - 1)})";
            case 7: // by what is neither 0 nor -1
                return $"({type})({Expression(inner, depth - 1)} {Pick(["/", "%"])} ({inner})(({Expression(inner, depth - 1)} & 0x7f) | 1))";
            case 8:
                return inner == "ulong" ? $"({type})(~{Expression(inner, depth - 1)})" : $"({type})({Pick(["-", "~"])}{Expression(inner, depth - 1)})";
            case 9:
                return $"({Condition(depth - 1)} ? {Expression(type, depth - 1)} : {Expression(type, depth - 1)})";
            case 10 when _arrays.Count > 0:
                (string array, _, int length) = _arrays[_random.Next(_arrays.Count)];
                return $"({type}){array}[{Index(length)}]";
            case 11 when _functions.Count > 0 && CallOf(out string? call, out _):
                return $"({type}){call}";
            case 12:
                return $"({type})({Expression("byte", depth - 1)} switch {{ < 50 => {Expression("int", depth - 1)}, 77 or 78 => {Expression("int", 0)}, _ => {Expression("int", 0)} }})";
            default:
                return $"({type}){Atom()}";
        }
    }

    private string Atom() => _random.Next(3) switch
    {
        0 when _scalars.Count > 0 => _scalars[_random.Next(_scalars.Count)].Name,
        1 when _constants.Count > 0 => _constants[_random.Next(_constants.Count)],
        2 when _random.Next(8) == 0 && _scalars.Count > 0 => $"(Color){_scalars[_random.Next(_scalars.Count)].Name}",
        _ => Constant(),
    };

    private string Constant()
    {
        long number = _random.Next(6) switch
        {
            0 or 1 => _random.Next(-9, 10),
            2 => 1L << _random.Next(64),
            3 => (1L << _random.Next(64)) - 1,
            4 => _random.Next(int.MinValue, int.MaxValue),
            _ => _random.NextInt64(long.MinValue, long.MaxValue),
        };
        return number == long.MinValue ? "long.MinValue" : $"({number}L)";
    }

    /// <summary>An index that is inside.</summary>
    private string Index(int length) => _random.Next(3) switch
    {
        0 => _random.Next(length).ToString(CultureInfo.InvariantCulture),
        _ when (length & (length - 1)) == 0 => $"({Expression("int", 1)} & {length - 1})",
        _ => $"(int)({Expression("uint", 1)} % {length})",
    };

    private (string Name, string Type) Variable() => _scalars[_random.Next(_scalars.Count)];

    private string Integer() => Pick(RandomTypes.Integers);

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];

    private string NewName(string prefix) => $"{prefix}{_names++}";

    private void Line(string text) => _text.Append("        ").AppendLine(text);
}
