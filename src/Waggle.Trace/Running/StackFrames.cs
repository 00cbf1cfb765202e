using System.Collections.Immutable;

namespace Waggle.Trace.Running;

/// <summary>A stack as text, a line a frame, the innermost first.</summary>
/// <param name="Frames">Names of functions with offsets, or addresses.</param>
public sealed record StackFrames(ImmutableArray<string> Frames)
{
    /// <summary>Whether both have the same frames.</summary>
    public bool Equals(StackFrames? other) => other is not null && Frames.SequenceEqual(other.Frames);

    /// <inheritdoc/>
    public override int GetHashCode() => Frames.Length == 0 ? 0 : HashCode.Combine(Frames.Length, Frames[0], Frames[^1]);

    /// <summary>A line a frame, each indented.</summary>
    public override string ToString() => Frames.IsEmpty ? "(no stack)" : string.Concat(Frames.Select(f => $"\n    {f}"));
}
