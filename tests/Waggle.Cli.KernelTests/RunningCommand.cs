using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Waggle.Cli.KernelTests;

/// <summary>The command while it runs.</summary>
internal sealed partial class RunningCommand : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private RunningCommand(Process process) => (_process, _error) = (process, process.StandardError.ReadToEndAsync());

    public static RunningCommand Start(params string[] arguments) => new(Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "waggle.dll"), .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    public string ReadLine() => _process.StandardOutput.ReadLine() ?? "";

    public string ReadToEnd() => _process.StandardOutput.ReadToEnd();

    public void CloseOutput() => _process.StandardOutput.Close();

    public void Signal(int number) => Assert.Equal(0, Kill(_process.Id, number));

    public (int ExitCode, string Error) WaitForExit()
    {
        _process.WaitForExit();
        return (_process.ExitCode, _error.GetAwaiter().GetResult());
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
