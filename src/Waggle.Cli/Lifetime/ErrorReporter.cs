using Waggle.Agent.Sessions;
using Waggle.Bpf.Errors;
using Waggle.Cli.Views;
using Waggle.Vm;

namespace Waggle.Cli.Lifetime;

/// <summary>Turns typed errors into at most five lines for people and an exit code for scripts.</summary>
internal static class ErrorReporter
{
    private const int MaxLines = 5;
    private const int BrokenPipe = 32; // EPIPE

    /// <summary>Runs a command and reports what it throws.</summary>
    public static int Run(TextWriter error, Func<int> command)
    {
        try
        {
            return command();
        }
        catch (UsageException e)
        {
            return Report(error, ExitCode.Usage, e.Message, e.Hint);
        }
        catch (InputException e)
        {
            return Report(error, ExitCode.Failure, e.Message);
        }
        catch (VmRejectionException e)
        {
            return ReportAll(error, ExitCode.Failure, [$"The verifier does not find '{e.Program}' safe.", .. Lines($"{e.Rejection.Explanation}"), "To run it all the same, each access checked: --checked."]);
        }
        catch (Exception e) when (e is VmFaultException or VmLoadException)
        {
            return Report(error, ExitCode.Failure, e.Message);
        }
        catch (CommandNotFoundException e)
        {
            return Report(error, ExitCode.Usage, e.Message, "Name a program in PATH or the path of one, as a shell would find it.");
        }
        catch (BpfPermissionException e)
        {
            return Report(error, ExitCode.Unavailable, e.Message, "Try it as root: sudo waggle … ('waggle doctor' says what is missing)");
        }
        catch (BpfNotSupportedException e)
        {
            return Report(error, ExitCode.Unavailable, e.Message, "'waggle doctor' says what works on this machine.");
        }
        catch (BpfException e)
        {
            return Report(error, ExitCode.Unavailable, e.Message, "'waggle doctor' says what works on this machine.");
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            return ExitCode.Success; // the reader has seen enough: `waggle trace exec | head -1`
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Report(error, ExitCode.Failure, e.Message);
        }
    }

    private static int Report(TextWriter error, int exitCode, string message, params ReadOnlySpan<string> more)
    {
        List<string> lines = [.. Lines(message)];
        foreach (string text in more) lines.AddRange(Lines(text));
        return ReportAll(error, exitCode, [.. lines.Take(MaxLines)]);
    }

    private static int ReportAll(TextWriter error, int exitCode, ReadOnlySpan<string> lines)
    {
        error.Write("waggle: ");
        foreach (string line in lines) error.WriteLine(SafeText.Clean(line));
        return exitCode;
    }

    private static string[] Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
}
