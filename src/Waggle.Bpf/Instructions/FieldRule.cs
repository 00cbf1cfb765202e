using System.Collections.Immutable;
using System.Globalization;

namespace Waggle.Bpf.Instructions;

/// <summary>The values that an instruction allows in one of its fields.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class FieldRule
{
    private readonly int _minimum;
    private readonly int _maximum;

    private FieldRule(ImmutableArray<int> values)
    {
        Values = values;
        _minimum = values[0];
        _maximum = values[^1];
    }

    private FieldRule(int minimum, int maximum)
    {
        Values = [];
        _minimum = minimum;
        _maximum = maximum;
    }

    /// <summary>The field is not used: zero.</summary>
    public static FieldRule Zero { get; } = new([0]);

    /// <summary>A register, R0 to R10.</summary>
    public static FieldRule AnyRegister { get; } = new((int)Register.R0, (int)Register.R10);

    /// <summary>Every value.</summary>
    public static FieldRule Any { get; } = new(int.MinValue, int.MaxValue);

    /// <summary>Zero and every positive value.</summary>
    public static FieldRule NotNegative { get; } = new(0, int.MaxValue);

    /// <summary>The allowed values in ascending order when they are few; empty for <see cref="AnyRegister"/>, <see cref="Any"/>
    /// and <see cref="NotNegative"/>.</summary>
    public ImmutableArray<int> Values { get; }

    /// <summary>Whether the rule allows <paramref name="value"/>.</summary>
    public bool Allows(int value) => value >= _minimum && value <= _maximum && (Values.Length < 2 || Values.Contains(value));

    /// <summary>The allowed values in words: "0", "16, 32 or 64", "a register from 0 to 10".</summary>
    public override string ToString()
    {
        if (Values.IsEmpty)
            return this == AnyRegister ? "a register from 0 to 10" : this == NotNegative ? "0 or more" : "anything";
        string[] words = [.. Values.Select(value => value.ToString(CultureInfo.InvariantCulture))];
        return words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
    }

    internal static FieldRule OneOf(params IEnumerable<int> values) => new([.. values.Distinct().Order()]);
}
