using System.Globalization;

namespace Waggle.Bpf.Instructions;

/// <summary>Takes tokens off one line of assembler text, and remembers the first thing that did not fit.</summary>
/// <remarks>A <c>Try</c> method leaves the position alone when it fails; the others record what they expected.</remarks>
internal sealed class LineScanner(string line, int number)
{
    private readonly string _line = WithoutComment(line);

    /// <summary>Index of the next character.</summary>
    internal int Position { get; set; }

    /// <summary>Line number, counted from 1.</summary>
    internal int Number => number;

    /// <summary>What went wrong first, if anything.</summary>
    internal AssemblerError? Error { get; private set; }

    internal bool IsAtEnd
    {
        get
        {
            SkipSpaces();
            return Position == _line.Length;
        }
    }

    /// <summary>The line without its comment.</summary>
    internal ReadOnlySpan<char> Rest => _line.AsSpan(Position);

    /// <summary>Where the next token starts, counted from 1.</summary>
    internal int Column
    {
        get
        {
            SkipSpaces();
            return Position + 1;
        }
    }

    /// <summary>Records that something else was expected at the position.</summary>
    internal bool Expected(string what) => Fail(Column, $"expected {what}, found {Found()}");

    internal bool Fail(int column, string message)
    {
        Error ??= new(number, column, message);
        return false;
    }

    internal bool TryTake(string token)
    {
        SkipSpaces();
        if (!_line.AsSpan(Position).StartsWith(token, StringComparison.Ordinal))
            return false;
        int end = Position + token.Length;
        if (IsNameCharacter(token[^1]) && end < _line.Length && IsNameCharacter(_line[end]))
            return false;
        Position = end;
        return true;
    }

    internal bool Take(string token) => TryTake(token) || Expected($"'{token}'");

    internal bool TryTakeName(out string name)
    {
        SkipSpaces();
        int end = Position;
        if (end < _line.Length && !char.IsAsciiDigit(_line[end]))
        {
            while (end < _line.Length && IsNameCharacter(_line[end]))
                end++;
        }

        name = _line[Position..end];
        Position = end;
        return name.Length > 0;
    }

    /// <summary>Takes r0 to r10 or w0 to w10.</summary>
    internal bool TryTakeRegister(out Register register, out bool isWide)
    {
        int start = Position;
        (register, isWide) = (Register.R0, false);
        if (TryTakeName(out string name)
            && name[0] is 'r' or 'w'
            && byte.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out byte index)
            && index <= (byte)Register.R10
            && name.Length == (index < 10 ? 2 : 3))
        {
            (register, isWide) = ((Register)index, name[0] == 'r');
            return true;
        }

        Position = start;
        return false;
    }

    /// <summary>Takes a decimal number, or a hexadecimal one after 0x, with a sign or without.</summary>
    internal bool TryTakeNumber(out ScannedNumber scanned)
    {
        scanned = default;
        int start = Position;
        bool isNegative = TryTake("-");
        if (!isNegative)
            TryTake("+");
        SkipSpaces();
        bool isHex = _line.AsSpan(Position).StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        int digits = Position + (isHex ? 2 : 0), end = digits;
        while (end < _line.Length && (isHex ? char.IsAsciiHexDigit(_line[end]) : char.IsAsciiDigit(_line[end])))
            end++;
        if (end == digits
            || (end < _line.Length && IsNameCharacter(_line[end]))
            || !ulong.TryParse(_line.AsSpan(digits, end - digits), isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
                CultureInfo.InvariantCulture, out ulong magnitude))
        {
            Position = start;
            return false;
        }

        Position = end;
        scanned = new(magnitude, isNegative, isHex);
        return true;
    }

    internal void SkipSpaces()
    {
        while (Position < _line.Length && char.IsWhiteSpace(_line[Position]))
            Position++;
    }

    /// <summary>Comments start at ';' or '//', or at a '#' that no word stands right before ("call name#1" has none).</summary>
    private static string WithoutComment(string line)
    {
        for (int index = 0; index < line.Length; index++)
        {
            bool starts = line[index] switch
            {
                ';' => true,
                '/' => index + 1 < line.Length && line[index + 1] == '/',
                '#' => index == 0 || char.IsWhiteSpace(line[index - 1]),
                _ => false,
            };
            if (starts)
                return line[..index].TrimEnd();
        }

        return line.TrimEnd();
    }

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '$';

    private string Found()
    {
        if (IsAtEnd)
            return "the end of the line";
        int end = Position + 1;
        if (IsNameCharacter(_line[Position]))
        {
            while (end < _line.Length && IsNameCharacter(_line[end]))
                end++;
        }

        return $"'{_line[Position..end]}'";
    }
}
