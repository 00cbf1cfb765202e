namespace Waggle.Trace.Hooks;

/// <summary>A hook of a clause, patterns resolved.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Place">Category of a tracepoint, path of a file, name of an event; else "".</param>
/// <param name="Name">Name of tracepoint or function; else "".</param>
/// <param name="Period">Events or time between two runs; zero where that means nothing.</param>
public sealed record Hook(HookKind Kind, string Place = "", string Name = "", HookPeriod Period = default)
{
    /// <summary>As it would be written in full, such as "tracepoint:sched:sched_switch".</summary>
    public override string ToString() => Kind switch
    {
        HookKind.Begin => "BEGIN",
        HookKind.End => "END",
        HookKind.Profile or HookKind.Interval => $"{Word}:{Period}",
        HookKind.Software or HookKind.Hardware => $"{Word}:{Place}:{Period.Count}",
        _ => Place.Length > 0 ? $"{Word}:{Place}:{Name}" : $"{Word}:{Name}",
    };

    private string Word => Kind.ToString().ToLowerInvariant();
}
