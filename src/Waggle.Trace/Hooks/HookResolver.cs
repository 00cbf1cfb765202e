using System.Collections.Immutable;
using System.Globalization;
using System.IO.Enumeration;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;
using Waggle.Trace.Problems;
using Waggle.Trace.Syntax;

namespace Waggle.Trace.Hooks;

/// <summary>Finds the hooks that a name or pattern means.</summary>
internal sealed class HookResolver(KernelFacts kernel, string text)
{
    private const int MostHooks = 512;

    private static readonly Dictionary<string, HookKind> s_kinds = new()
    {
        ["tracepoint"] = HookKind.Tracepoint,
        ["t"] = HookKind.Tracepoint,
        ["rawtracepoint"] = HookKind.RawTracepoint,
        ["rt"] = HookKind.RawTracepoint,
        ["raw_tracepoint"] = HookKind.RawTracepoint,
        ["kprobe"] = HookKind.Kprobe,
        ["k"] = HookKind.Kprobe,
        ["kretprobe"] = HookKind.Kretprobe,
        ["kr"] = HookKind.Kretprobe,
        ["fentry"] = HookKind.Fentry,
        ["fexit"] = HookKind.Fexit,
        ["uprobe"] = HookKind.Uprobe,
        ["u"] = HookKind.Uprobe,
        ["uretprobe"] = HookKind.Uretprobe,
        ["ur"] = HookKind.Uretprobe,
        ["profile"] = HookKind.Profile,
        ["interval"] = HookKind.Interval,
        ["software"] = HookKind.Software,
        ["hardware"] = HookKind.Hardware,
    };

    /// <summary>The hooks of a clause, in the kernel's order.</summary>
    /// <exception cref="TraceException">There is no such hook, or the name is none.</exception>
    /// <exception cref="BpfException">The kernel does not tell its tracepoints.</exception>
    internal ImmutableArray<Hook> Resolve(Clause clause)
    {
        ImmutableArray<Hook> hooks = [.. clause.Hooks.SelectMany(Resolve).Distinct()];
        return hooks.Length <= MostHooks
            ? hooks
            : throw Wrong(clause.Hooks[0], $"These are {hooks.Length} hooks, and a clause takes {MostHooks} at most: name them more closely.");
    }

    private IEnumerable<Hook> Resolve(Fragment name)
    {
        if (name.Text is "BEGIN" or "begin") return [new Hook(HookKind.Begin)];
        if (name.Text is "END" or "end") return [new Hook(HookKind.End)];
        string[] parts = name.Text.Split(':');
        if (!s_kinds.TryGetValue(parts[0], out HookKind kind)) return parts.Length == 2 ? Tracepoints(name, parts[0], parts[1]) : throw UnknownKind(name);
        return (kind, parts.Length) switch
        {
            (HookKind.Tracepoint, 3) => Tracepoints(name, parts[1], parts[2]),
            (HookKind.RawTracepoint, 2) => RawTracepoints(name, parts[1]),
            (HookKind.Kprobe or HookKind.Kretprobe or HookKind.Fentry or HookKind.Fexit, 2) => Functions(name, kind, parts[1]),
            (HookKind.Uprobe or HookKind.Uretprobe, 3) => [new Hook(kind, parts[1], parts[2])],
            (HookKind.Profile or HookKind.Interval, 3) => [Timed(name, kind, parts[1], parts[2])],
            (HookKind.Software or HookKind.Hardware, 2 or 3) => [Counted(name, kind, parts[1], parts.Length == 3 ? parts[2] : "1000000")],
            _ => throw Wrong(name, $"'{name.Text}' is not in the form of its kind: {Form(kind)}."),
        };
    }

    private Hook[] Tracepoints(Fragment name, string category, string pattern)
    {
        if (!IsPattern(category) && !IsPattern(pattern))
        {
            try
            {
                kernel.TraceFs.ReadFormat(category, pattern);
            }
            catch (BpfAttachException e)
            {
                throw Wrong(name, e.Message);
            }

            return [new Hook(HookKind.Tracepoint, category, pattern)];
        }

        Hook[] found = [.. kernel.Tracepoints.Where(t => Matches(category, t.Category) && Matches(pattern, t.Name)).Select(t => new Hook(HookKind.Tracepoint, t.Category, t.Name))];
        return found.Length > 0 ? found : throw Wrong(name, $"No tracepoint of the kernel matches '{category}:{pattern}': 'waggle trace -l' lists them.");
    }

    private Hook[] RawTracepoints(Fragment name, string pattern)
    {
        if (!IsPattern(pattern)) return [new Hook(HookKind.RawTracepoint, Name: pattern)];
        Hook[] found = [.. kernel.Tracepoints.Where(t => t.Category != "syscalls" && Matches(pattern, t.Name)).Select(t => new Hook(HookKind.RawTracepoint, Name: t.Name))];
        return found.Length > 0 ? found : throw Wrong(name, $"No tracepoint of the kernel matches '{pattern}'.");
    }

    private Hook[] Functions(Fragment name, HookKind kind, string pattern)
    {
        if (!IsPattern(pattern)) return [new Hook(kind, Name: pattern)];
        Hook[] found = [.. kernel.TraceFs.ListFunctions().Where(f => Matches(pattern, f)).Distinct().Select(f => new Hook(kind, Name: f))];
        return found.Length > 0 ? found : throw Wrong(name, $"No function of the kernel that can be probed matches '{pattern}'.");
    }

    private Hook Timed(Fragment name, HookKind kind, string unit, string count) =>
        unit is "hz" or "s" or "ms" or "us" && ulong.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number is > 0 and <= 1_000_000_000
            ? new Hook(kind, Period: new HookPeriod(number, unit))
            : throw Wrong(name, $"'{unit}:{count}' says no time: {Form(kind)}.");

    private Hook Counted(Fragment name, HookKind kind, string what, string count)
    {
        bool isKnown = kind == HookKind.Software ? PerfEvents.TryFind(what, out SoftwareEvent _) : PerfEvents.TryFind(what, out HardwareEvent _);
        if (!isKnown) throw Wrong(name, $"There is no {kind.ToString().ToLowerInvariant()} event '{what}': {string.Join(", ", PerfEvents.Names(kind))}.");
        return ulong.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number > 0
            ? new Hook(kind, what, Period: new HookPeriod(number, ""))
            : throw Wrong(name, $"'{count}' is no number of events: {Form(kind)}.");
    }

    private TraceException UnknownKind(Fragment name) => Wrong(name,
        $"'{name.Text}' names no hook. Write CATEGORY:NAME for a tracepoint, BEGIN, END, or one of: {string.Join(", ", Enum.GetValues<HookKind>().Where(k => k < HookKind.Begin).Select(Form))}.");

    private TraceException Wrong(Fragment name, string message) => new(text, name.Start, name.Text.Length, message);

    private static string Form(HookKind kind) => kind switch
    {
        HookKind.Tracepoint => "tracepoint:CATEGORY:NAME",
        HookKind.RawTracepoint => "rawtracepoint:NAME",
        HookKind.Uprobe or HookKind.Uretprobe => $"{kind.ToString().ToLowerInvariant()}:PATH:FUNCTION",
        HookKind.Profile => "profile:hz:99 (or s, ms, us)",
        HookKind.Interval => "interval:s:1 (or hz, ms, us)",
        HookKind.Software => "software:EVENT:COUNT",
        HookKind.Hardware => "hardware:EVENT:COUNT",
        _ => $"{kind.ToString().ToLowerInvariant()}:FUNCTION",
    };

    private static bool IsPattern(string text) => text.AsSpan().ContainsAny('*', '?');

    private static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
