using Waggle.Linux.Links;

namespace Waggle.Trace.Hooks;

/// <summary>Events that are counted, by the names that perf gives them.</summary>
internal static class PerfEvents
{
    internal static IEnumerable<string> Names(HookKind kind) =>
        (kind == HookKind.Software ? Enum.GetNames<SoftwareEvent>() : Enum.GetNames<HardwareEvent>()).Select(Dashed);

    internal static bool TryFind<T>(string name, out T found) where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (Dashed(value.ToString()) != name) continue;
            found = value;
            return true;
        }

        found = default;
        return false;
    }

    // ContextSwitches is "context-switches".
    private static string Dashed(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}
