using System.ComponentModel;
using System.Diagnostics;

namespace Waggle.Agent.Sessions;

/// <summary>A command that was started to be followed.</summary>
/// <remarks>It shares the caller's standard input, output and error.</remarks>
public sealed class FollowedCommand : IDisposable
{
    private const int TerminateSignal = 15; // SIGTERM

    private readonly Process _process;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FollowedCommand(Process process)
    {
        _process = process;
        process.Exited += (_, _) => _ended.TrySetResult();
        process.EnableRaisingEvents = true; // raises Exited at once if it has ended already
    }

    /// <summary>Process id.</summary>
    public int Pid => _process.Id;

    /// <summary>Completes when the command has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What the command returned, or null while it runs; 128 and the signal's number if a signal ended it.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <summary>Starts a command on the calling thread: its process is a child of this very thread.</summary>
    /// <exception cref="CommandNotFoundException">It can't be started.</exception>
    internal static FollowedCommand Start(IReadOnlyList<string> words)
    {
        ProcessStartInfo info = new(CommandPath.Find(words[0]), words.Skip(1)) { UseShellExecute = false };
        try
        {
            return new FollowedCommand(Process.Start(info)!);
        }
        catch (Win32Exception e)
        {
            throw new CommandNotFoundException(words[0], e.Message);
        }
    }

    /// <summary>Asks the command to end (SIGTERM) if it still runs.</summary>
    public void Terminate()
    {
        if (!_process.HasExited) _ = NativeMethods.Kill(_process.Id, TerminateSignal);
    }

    /// <summary>Lets go of the command; it runs on if it has not ended.</summary>
    public void Dispose() => _process.Dispose();
}
