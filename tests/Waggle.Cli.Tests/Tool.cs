using System.ComponentModel;
using System.Diagnostics;

namespace Waggle.Cli.Tests;

/// <summary>A tool that we did not write.</summary>
internal static class Tool
{
    /// <returns>Whether it is installed and succeeded.</returns>
    public static bool TryRun(string file, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(file, arguments);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
