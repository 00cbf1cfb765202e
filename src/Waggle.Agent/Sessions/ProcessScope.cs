namespace Waggle.Agent.Sessions;

/// <summary>Whose doings are watched.</summary>
public abstract record ProcessScope
{
    private ProcessScope()
    {
    }

    /// <summary>Everybody's.</summary>
    public static ProcessScope Everything { get; } = new Everybody();

    /// <summary>Everybody's.</summary>
    public sealed record Everybody : ProcessScope;

    /// <summary>Those of one process.</summary>
    /// <param name="Pid">Its id in the initial pid namespace.</param>
    public sealed record OneProcess(int Pid) : ProcessScope;

    /// <summary>Those of one process and of all descendants that it will have.</summary>
    /// <param name="Pid">Its id in the initial pid namespace.</param>
    public sealed record Family(int Pid) : ProcessScope;

    /// <summary>Those of a command that the session starts, and of all its descendants.</summary>
    /// <param name="Words">The command and its arguments; at least one.</param>
    public sealed record Command(IReadOnlyList<string> Words) : ProcessScope;
}
