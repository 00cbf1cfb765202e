using System.Globalization;

namespace Waggle.Fuzz.Vm;

/// <summary>What a run gave.</summary>
/// <param name="Kind">"ok", "refused", or the kind of the fault.</param>
/// <param name="Result">r0, if it is ok.</param>
/// <param name="Memory">The memory at the end.</param>
internal readonly record struct FuzzOutcome(string Kind, ulong Result, byte[] Memory)
{
    public const string Ok = "ok", Refused = "refused";

    public bool IsSameAs(FuzzOutcome other) =>
        Kind == other.Kind && Result == other.Result && (Kind == Refused || Memory.AsSpan().SequenceEqual(other.Memory));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}, r0 0x{Result:x}, memory {Convert.ToHexStringLower(Memory)}");
}
