using System.Collections.Immutable;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;

namespace Waggle.Linux.Usdt;

/// <summary>A statically defined tracepoint (USDT) of an executable or library.</summary>
/// <param name="Provider">Who defined it, such as "python".</param>
/// <param name="Name">Its name, such as "function__entry".</param>
/// <param name="Places">In how many places of the code it is.</param>
/// <param name="Arguments">Where its arguments are at each place, as the assembler writes it: "-4@%edi 8@16(%rsp)".</param>
public sealed record UsdtProbe(string Provider, string Name, int Places, ImmutableArray<string> Arguments)
{
    /// <summary>Reads the probes of a file.</summary>
    /// <param name="path">The file; a bare name is looked for where the loader (libc.so.6) or the shell looks.</param>
    /// <returns>The probes, by provider and name; empty if it has none.</returns>
    /// <exception cref="BpfAttachException">There is no such file, or it is no program.</exception>
    public static IReadOnlyList<UsdtProbe> ReadAll(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = ExecutableFile.Open(ExecutablePath.Find(path));
        return [.. file.ReadProbes().GroupBy(n => (n.Provider, n.Name)).OrderBy(g => g.Key)
            .Select(g => new UsdtProbe(g.Key.Provider, g.Key.Name, g.Count(), [.. g.Select(n => n.Arguments)]))];
    }
}
