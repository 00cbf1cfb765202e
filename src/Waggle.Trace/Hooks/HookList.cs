using System.IO.Enumeration;
using Waggle.Linux.Links;

namespace Waggle.Trace.Hooks;

/// <summary>Lists hooks by pattern.</summary>
public static class HookList
{
    /// <summary>Tracepoints and kernel functions whose full name ("tracepoint:sched:sched_switch") a pattern with '*' and '?' takes.</summary>
    /// <param name="pattern">The pattern; one that starts with "kprobe:" asks for functions, any other for tracepoints. It may leave out "tracepoint:".</param>
    /// <exception cref="Waggle.Bpf.Errors.BpfException">The kernel does not tell.</exception>
    public static IEnumerable<string> Find(string pattern)
    {
        using TraceFs traceFs = TraceFs.Open();
        bool isFunction = pattern.StartsWith("kprobe:", StringComparison.Ordinal);
        string[] names = isFunction
            ? [.. traceFs.ListFunctions().Distinct().Select(f => $"kprobe:{f}")]
            : [.. traceFs.ListTracepoints().Select(t => $"tracepoint:{t.Category}:{t.Name}")];
        string full = isFunction || pattern.StartsWith("tracepoint:", StringComparison.Ordinal) ? pattern : pattern.Contains(':', StringComparison.Ordinal) ? $"tracepoint:{pattern}" : $"tracepoint:*{pattern}*";
        return names.Where(n => FileSystemName.MatchesSimpleExpression(full, n, ignoreCase: false)).Order(StringComparer.Ordinal);
    }

    /// <summary>The fields that a tracepoint's clauses can use, by its full name.</summary>
    /// <exception cref="Waggle.Bpf.Errors.BpfException">There is no such tracepoint, or the kernel does not tell.</exception>
    public static IEnumerable<string> Fields(string tracepoint)
    {
        string[] parts = tracepoint.Split(':');
        using TraceFs traceFs = TraceFs.Open();
        return [.. TracepointField.Read(traceFs.ReadFormat(parts[1], parts[2])).Select(f => $"{f.Type} {f.Name}{(f.Count > 0 ? $"[{f.Count}]" : "")}")];
    }
}
