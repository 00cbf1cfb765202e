namespace Waggle.Linux.Links;

/// <summary>One attachment of a program to a hook. Disposing it detaches.</summary>
/// <remarks>Thread-safe. The kernel detaches as well when the process ends, however it ends. The link keeps the program loaded.</remarks>
public abstract class Link : IDisposable
{
    private protected Link(string program, string hook) => (Program, Hook) = (program, hook);

    /// <summary>Name of the program.</summary>
    public string Program { get; }

    /// <summary>The hook, such as "tracepoint sched/sched_process_exec".</summary>
    public string Hook { get; }

    /// <summary>Detaches. A second call does nothing.</summary>
    public void Dispose()
    {
        Detach();
        GC.SuppressFinalize(this);
    }

    /// <summary>The program and its hook.</summary>
    public override string ToString() => $"{Program} on {Hook}";

    private protected abstract void Detach();
}
