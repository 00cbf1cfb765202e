namespace Waggle.Agent.Sessions;

/// <summary>Finds a command's file as a shell does.</summary>
internal static class CommandPath
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The file: the command itself if it has a slash, else the first match in PATH.</summary>
    /// <exception cref="CommandNotFoundException">There is none that can be executed.</exception>
    public static string Find(string command)
    {
        if (command.Contains('/', StringComparison.Ordinal))
        {
            return IsExecutable(command)
                ? Path.GetFullPath(command)
                : throw new CommandNotFoundException(command, File.Exists(command) ? "the file is not executable" : "there is no such file");
        }

        string[] directories = (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").Split(':');
        string? found = directories.Select(d => Path.Combine(d.Length == 0 ? "." : d, command)).FirstOrDefault(IsExecutable);
        return found is null ? throw new CommandNotFoundException(command, "it is in no directory of PATH") : Path.GetFullPath(found);
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & AnyExecute) != 0;
}
