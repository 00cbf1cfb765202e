using System.Collections.Immutable;

namespace Waggle.Bpf.Types;

/// <summary>A type of the kernel that a program is to name in C#.</summary>
/// <param name="Name">Its tag or typedef, such as "task_struct".</param>
/// <param name="Fields">The fields that matter; empty for all.</param>
public sealed record KernelStructRequest(string Name, ImmutableArray<string> Fields)
{
    /// <summary>Reads <c>task_struct</c> or <c>task_struct:pid,tgid</c>.</summary>
    public static KernelStructRequest Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new(text, [])
            : new(text[..colon], [.. text[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);
    }
}
