namespace Waggle.Fuzz.Verifier;

/// <summary>Roughly what a register or stack slot holds while a program is made.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Room">Of a pointer: bytes from it that may be accessed.</param>
/// <param name="Below">Of a pointer: bytes before it that may be accessed.</param>
/// <param name="Most">Of a number: it is at most that.</param>
/// <param name="Id">Tells apart pointers that are to be compared with zero, and records.</param>
internal readonly record struct Held(HeldKind Kind, int Room = 0, int Below = 0, ulong Most = ulong.MaxValue, int Id = 0)
{
    public static Held Number(ulong most = ulong.MaxValue) => new(HeldKind.Number, Most: most);

    /// <summary>What is sure on two ways that come together.</summary>
    public Held Meet(Held other) => Kind != other.Kind || Id != other.Id
        ? default
        : this with { Room = Math.Min(Room, other.Room), Below = Math.Min(Below, other.Below), Most = Math.Max(Most, other.Most) };
}
