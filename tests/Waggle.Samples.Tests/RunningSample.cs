using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Waggle.Samples.Tests;

/// <summary>A web application of samples/, as its users start it, on a port that is free.</summary>
internal sealed partial class RunningSample : IDisposable
{
    private readonly Process _process;

    private RunningSample(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address };
    }

    public HttpClient Client { get; }

    /// <summary>The folder of the samples' sources.</summary>
    public static string Sources([System.Runtime.CompilerServices.CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "samples"));

    /// <summary>Starts it, and waits until it listens.</summary>
    public static async Task<RunningSample> StartAsync(string name, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, $"{name}.dll"), "--urls", "http://127.0.0.1:0", .. arguments])
        {
            RedirectStandardOutput = true,
        })!;
        List<string> said = [];
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            said.Add(line);
            if (Listening().Match(line) is not { Success: true } match) continue;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // so that it is never full
            return new RunningSample(process, new Uri(match.Groups[1].Value));
        }

        Assert.Fail($"{name} ended before it listened: {string.Join('\n', said)}");
        throw new UnreachableException();
    }

    public void Dispose()
    {
        Client.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    [GeneratedRegex("Now listening on: (http://[0-9.:]+)")]
    private static partial Regex Listening();
}
