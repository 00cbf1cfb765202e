using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;

namespace Waggle.Bpf.Instructions;

/// <summary>One run of the assembler: what is around the statements of a text.</summary>
internal sealed class AssemblerSession(InstructionSymbols? symbols)
{
    private static readonly SearchValues<char> s_operators = SearchValues.Create("[]=<>+-&");

    private readonly CodeBuffer _code = new();
    private readonly List<AssemblerError> _errors = [];
    private readonly List<LabelUse> _calls = []; // by name: of a label, or else of a helper
    private int _indexSkew; // listing index minus slot, after a mismatch was reported once
    private bool _isIndexUncertain; // a broken statement may have been one slot or two

    internal void ReadLine(string text, int number)
    {
        LineScanner line = new(text, number);
        if (!ReadLabels(line) || line.IsAtEnd)
        {
            Report(line);
            return;
        }

        int slot = _code.Count;
        ReadIndex(line);
        byte? opcode = ReadOpcode(line);
        if (!line.IsAtEnd)
        {
            int column = line.Column;
            StatementParser statement = new(line, _code, opcode, symbols, _calls);
            if (!statement.Parse() || !EndsHere(line) || !IsRight(line, column, slot, opcode, statement.IsRaw))
            {
                // Later lines keep their slots, so that one mistake makes no others: a broken statement counts as one slot.
                _code.Truncate(slot);
                if (_calls.Count > 0 && _calls[^1].Slot == slot)
                    _calls.RemoveAt(_calls.Count - 1);
                _code.Add(default(Instruction));
                _isIndexUncertain = true;
            }
        }

        Report(line);
    }

    internal (AssembledProgram? Program, ImmutableArray<AssemblerError> Errors) Finish()
    {
        foreach (LabelUse call in _calls)
            ResolveCall(call);
        foreach ((LabelUse use, string reason) in _code.ResolveLabels())
            _errors.Add(new(use.Line, use.Column, reason));
        ImmutableArray<AssemblerError> errors = [.. _errors.OrderBy(error => error.Line)];
        return (errors.IsEmpty ? _code.ToProgram() : null, errors);
    }

    private void Report(LineScanner line)
    {
        if (line.Error is { } error)
            _errors.Add(error);
    }

    private bool ReadLabels(LineScanner line)
    {
        while (true)
        {
            int start = line.Position;
            int column = line.Column;
            if (FunctionHeading(line.Rest) is { } heading)
            {
                line.Position += line.Rest.Length;
                return _code.TryLabel(heading) || Duplicate(heading);
            }

            if (!line.TryTakeName(out string name) || !line.TryTake(":"))
            {
                line.Position = start;
                return true;
            }

            if (!_code.TryLabel(name))
                return Duplicate(name);

            bool Duplicate(string label) => line.Fail(column, $"label '{label}' is already defined");
        }
    }

    /// <summary>The name in "int count(void * ctx):", as bpftool prints before a function that has BTF.</summary>
    private static string? FunctionHeading(ReadOnlySpan<char> line)
    {
        int bracket = line.IndexOf('(');
        if (bracket < 0 || !line.EndsWith("):"))
            return null;
        ReadOnlySpan<char> before = line[..bracket].TrimEnd();
        int start = before.LastIndexOfAny(' ', '*') + 1;
        ReadOnlySpan<char> name = before[start..];
        return start > 0 && name.Length > 0 && !name.ContainsAny(s_operators) ? name.ToString() : null;
    }

    private void ReadIndex(LineScanner line)
    {
        int start = line.Position;
        int column = line.Column;
        if (!line.TryTakeNumber(out ScannedNumber number) || !line.TryTake(":"))
        {
            line.Position = start;
            return;
        }

        long skew = (long)Math.Min(number.Magnitude, int.MaxValue) - _code.Count;
        if (skew != _indexSkew && !_isIndexUncertain)
        {
            line.Fail(column, $"the listing's index is {number.Magnitude} and this is slot {_code.Count}: "
                + "a line is missing or was added; remove the indices to let them be counted");
        }

        (_indexSkew, _isIndexUncertain) = ((int)skew, false);
    }

    /// <summary>Takes "(b7)".</summary>
    private static byte? ReadOpcode(LineScanner line)
    {
        line.SkipSpaces();
        ReadOnlySpan<char> rest = line.Rest;
        if (rest.Length < 4 || rest[0] != '(' || rest[3] != ')'
            || !byte.TryParse(rest[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte opcode))
            return null;
        line.Position += 4;
        return opcode;
    }

    private static bool EndsHere(LineScanner line) => line.IsAtEnd || line.Expected("the end of the line");

    private bool IsRight(LineScanner line, int column, int slot, byte? opcode, bool isRaw)
    {
        Instruction instruction = _code[slot];
        if (opcode is { } listed && listed != instruction.Opcode.Value)
            return line.Fail(column, $"the listing's opcode is ({listed:x2}) and this instruction is ({instruction.Opcode.Value:x2})");
        ReadOnlySpan<Instruction> made = _code.Count - slot == 2 ? [instruction, _code[slot + 1]] : [instruction];
        if (isRaw || InstructionChecker.DefinedLength(made, 0) != 0)
            return true;

        List<InstructionProblem> problems = [];
        InstructionChecker.Collect(made, problems);
        string reason = problems[0].Message;
        return line.Fail(column, $"there is no such instruction: {reason[(reason.IndexOf(':', StringComparison.Ordinal) + 2)..]}");
    }

    private void ResolveCall(LabelUse call)
    {
        if (_code.HasLabel(call.Label))
        {
            _code.Replace(call.Slot, Instruction.Call(CallKind.Function, 0));
            _code.AddUse(call);
        }
        else if (symbols?.HelperNumber?.Invoke(call.Label) is { } helper)
        {
            _code.Replace(call.Slot, Instruction.CallHelper(helper));
        }
        else
        {
            _errors.Add(new(call.Line, call.Column, $"there is no label and no known helper '{call.Label}'"));
        }
    }
}
