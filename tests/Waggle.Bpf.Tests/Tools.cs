using System.Diagnostics;

namespace Waggle.Bpf.Tests;

/// <summary>Programs that tests compare with: found on the path, or the test is skipped with the reason.</summary>
internal static class Tools
{
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    public static void SkipWithout(string name)
    {
        if (Find(name) is null)
            Assert.Skip($"{name} is not installed");
    }

    public static Process Start(string name, params string[] arguments)
    {
        SkipWithout(name);
        return Process.Start(new ProcessStartInfo(Find(name)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote to standard output; standard error, if its exit code was not 0, is the test's failure.</returns>
    public static string Run(string name, params string[] arguments)
    {
        using Process process = Start(name, arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{name} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}{errors.Result}");
        return output;
    }
}
