using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;

namespace Waggle.Linux.Usdt;

/// <summary>Reads where a probe's arguments are: "-4@%edi 8@-16(%rbp) 4@$5", each a size, negative if signed, and an operand of the
/// machine's assembler.</summary>
internal static partial class UsdtArgumentParser
{
    /// <summary><c>EM_X86_64</c> and <c>EM_AARCH64</c>.</summary>
    public const ushort X64 = 62, Arm64 = 183;

    /// <summary>As many as libbpf's usdt.bpf.h has room for (BPF_USDT_MAX_ARG_CNT).</summary>
    public const int MostArguments = 12;

    /// <exception cref="BpfAttachException">An argument has a form that is not known, or there are too many.</exception>
    public static ImmutableArray<UsdtArgument> Parse(string arguments, ushort machine, string probe)
    {
        if (machine is not (X64 or Arm64)) throw Fail(probe, $"Its file is for machine {machine}; arguments of x86-64 and arm64 are known.");
        string[] texts = arguments.Trim().Length == 0 ? [] : Separator().Split(arguments.Trim());
        if (texts.Length > MostArguments) throw Fail(probe, $"It has {texts.Length} arguments, and programs can read {MostArguments}.");
        return [.. texts.Select(text => (machine == X64 ? ParseX64(text) : ParseArm64(text)) ?? throw Fail(probe, $"Its argument '{text}' has a form that is not known."))];
    }

    private static UsdtArgument? ParseX64(string text)
    {
        if (X64Memory().Match(text) is { Success: true } memory)
        {
            if (!TryNumber(memory.Groups["offset"].Value, out long offset) || !UsdtRegisters.X64.TryGetValue(memory.Groups["base"].Value, out int first)) return null;
            if (!memory.Groups["index"].Success) return Build(memory, UsdtArgumentKind.Memory, offset, first);
            if (!UsdtRegisters.X64.TryGetValue(memory.Groups["index"].Value, out int index)) return null;
            int shift = memory.Groups["scale"].Value switch { "2" => 1, "4" => 2, "8" => 3, _ => 0 };
            return Build(memory, UsdtArgumentKind.IndexedMemory, offset, first, index, shift);
        }
        if (X64Register().Match(text) is { Success: true } register)
            return UsdtRegisters.X64.TryGetValue(register.Groups["base"].Value, out int place) ? Build(register, UsdtArgumentKind.Register, 0, place) : null;
        return X64Constant().Match(text) is { Success: true } constant && TryNumber(constant.Groups["offset"].Value, out long value)
            ? Build(constant, UsdtArgumentKind.Constant, value, 0)
            : null;
    }

    private static UsdtArgument? ParseArm64(string text)
    {
        FrozenDictionary<string, int> registers = UsdtRegisters.Arm64;
        if (Arm64Memory().Match(text) is { Success: true } memory)
            return TryNumber(memory.Groups["offset"].Value, out long offset) && registers.TryGetValue(memory.Groups["base"].Value, out int first)
                ? Build(memory, UsdtArgumentKind.Memory, offset, first)
                : null;
        if (Arm64Register().Match(text) is { Success: true } register)
            return registers.TryGetValue(register.Groups["base"].Value, out int place) ? Build(register, UsdtArgumentKind.Register, 0, place) : null;
        return Arm64Constant().Match(text) is { Success: true } constant && TryNumber(constant.Groups["offset"].Value, out long value)
            ? Build(constant, UsdtArgumentKind.Constant, value, 0)
            : null;
    }

    private static UsdtArgument? Build(Match match, UsdtArgumentKind kind, long value, int register, int index = 0, int shift = 0)
    {
        int size = int.TryParse(match.Groups["size"].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : 0;
        return Math.Abs(size) is 1 or 2 or 4 or 8 ? new UsdtArgument(kind, value, register, index, shift, Math.Abs(size), size < 0) : null;
    }

    // "" is 0; else a decimal or, with 0x, a hexadecimal number.
    private static bool TryNumber(string text, out long number)
    {
        number = 0;
        if (text.Length == 0) return true;
        bool isNegative = text[0] == '-';
        string digits = isNegative ? text[1..] : text;
        bool isHexadecimal = digits.StartsWith("0x", StringComparison.Ordinal);
        if (!ulong.TryParse(isHexadecimal ? digits[2..] : digits, isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture, out ulong value)) return false;
        number = isNegative ? -(long)value : (long)value;
        return true;
    }

    private static BpfAttachException Fail(string probe, string cause) => new("attach a program", $"probe {probe}", Errno.None, cause);

    // An argument starts with its size; inside one of arm64 there may be a space ("8@[sp, 16]").
    [GeneratedRegex(@"\s+(?=-?\d+f?@)")]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(?<size>-?\d+)@(?<offset>-?(0x[0-9a-f]+|\d*))\(%(?<base>\w+)(,%(?<index>\w+)(,(?<scale>[1248]))?)?\)$", RegexOptions.ExplicitCapture)]
    private static partial Regex X64Memory();

    [GeneratedRegex(@"^(?<size>-?\d+)@%(?<base>\w+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex X64Register();

    [GeneratedRegex(@"^(?<size>-?\d+)@\$(?<offset>-?(0x[0-9a-f]+|\d+))$", RegexOptions.ExplicitCapture)]
    private static partial Regex X64Constant();

    [GeneratedRegex(@"^(?<size>-?\d+)@\[(?<base>\w+)(,\s*(?<offset>-?\d+))?\]$", RegexOptions.ExplicitCapture)]
    private static partial Regex Arm64Memory();

    [GeneratedRegex(@"^(?<size>-?\d+)@(?<base>[xw]\d+|sp)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Arm64Register();

    [GeneratedRegex(@"^(?<size>-?\d+)@(?<offset>-?(0x[0-9a-f]+|\d+))$", RegexOptions.ExplicitCapture)]
    private static partial Regex Arm64Constant();
}
