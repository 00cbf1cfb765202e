using System.Diagnostics;

namespace Waggle.Benchmarks.Paths;

/// <summary>Time from starting <c>waggle trace exec -- true</c> to the line that reports it, beside bpftrace where it is installed.</summary>
internal static class StartUp
{
    private const int Rounds = 11;

    internal static int Run()
    {
        string waggle = Path.Combine(RepositoryRoot(), "waggle");
        _ = FirstLine(waggle, "--version"); // builds if it must
        Report("waggle --version", () => FirstLine(waggle, "--version"));
        Report("waggle trace exec", () => FirstLine(waggle, "trace", "exec", "--output", "json", "--", "/bin/true"));
        Report("waggle (live view)", () => FirstLine(waggle, "--output", "json", "--interval", "0.001", "--", "/bin/true"));
        if (File.Exists("/usr/bin/bpftrace"))
        {
            Report("bpftrace", () => FirstLine("/usr/bin/bpftrace",
                "-B", "none", "-c", "/bin/true", "-e", "tracepoint:sched:sched_process_exec /pid == cpid/ { printf(\"%d %s\\n\", pid, str(args->filename)); }"));
        }

        return 0;
    }

    private static void Report(string name, Func<double> measure)
    {
        double[] times = [.. Enumerable.Range(0, Rounds).Select(_ => measure()).Order()];
        Console.WriteLine($"{name,-20} median {times[Rounds / 2],6:F0} ms   fastest {times[0],6:F0} ms");
    }

    private static double FirstLine(string program, params string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string? line;
        do line = process.StandardOutput.ReadLine();
        while (line is not null && !line.Any(char.IsAsciiDigit)); // bpftrace says first how many probes it attached
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return line is not null ? milliseconds : throw new InvalidOperationException($"{program} printed nothing: {process.StandardError.ReadToEnd()}");
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Waggle.slnx"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("Run this from within the repository.");
    }
}
