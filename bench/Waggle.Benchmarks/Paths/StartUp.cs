using System.Diagnostics;

namespace Waggle.Benchmarks.Paths;

/// <summary>Time from starting <c>waggle trace exec -- true</c> to the line that reports it, beside bpftrace where it is installed.</summary>
internal static class StartUp
{
    private const int Rounds = 11;

    internal static int Run()
    {
        string waggle = Path.Combine(RepositoryRoot(), "waggle");
        _ = FirstLine(waggle, ["--version"], ""); // builds if it must
        Report("waggle --version", () => FirstLine(waggle, ["--version"], ""));
        Report("waggle trace exec", () => FirstLine(waggle, ["trace", "exec", "--output", "json", "--", "/bin/true"], "/bin/true"));
        Report("waggle (live view)", () => FirstLine(waggle, ["--output", "json", "--interval", "0.01", "--", "/bin/true"], "interval"));
        if (File.Exists("/usr/bin/bpftrace"))
        {
            // It wants tracefs to be mounted: in a mount namespace of its own, where it is not.
            const string Mount = "[ -e /sys/kernel/tracing/events ] || mount -t tracefs tracefs /sys/kernel/tracing; exec bpftrace \"$@\"";
            const string Script = "tracepoint:sched:sched_process_exec /pid == cpid/ { printf(\"%d %s\\n\", pid, str(args->filename)); }";
            Report("bpftrace", () => FirstLine("/usr/bin/unshare", ["-m", "sh", "-c", Mount, "sh", "-B", "none", "-c", "/bin/true", "-e", Script], "/bin/true"));
        }

        return 0;
    }

    private static void Report(string name, Func<double> measure)
    {
        double[] times = [.. Enumerable.Range(0, Rounds).Select(_ => measure()).Order()];
        Console.WriteLine($"{name,-20} median {times[Rounds / 2],6:F0} ms   fastest {times[0],6:F0} ms");
    }

    private static double FirstLine(string program, string[] arguments, string expected)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string? line;
        do line = process.StandardOutput.ReadLine();
        while (line is not null && !line.Contains(expected, StringComparison.Ordinal));
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return line is not null ? milliseconds : throw new InvalidOperationException($"{program} did not print what was expected: {process.StandardError.ReadToEnd()}");
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Waggle.slnx"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("Run this from within the repository.");
    }
}
