using System.Diagnostics;

namespace Waggle.Verifier.Tests.Proofs;

/// <summary>The solver, as a program that reads SMT-LIB text.</summary>
internal static class Z3
{
    // A proof takes seconds, but the machine may be busy.
    private const int LimitInSeconds = 900;

    // Solvers take a core each; more of them at once than cores only run each other into the time limit.
    private static readonly SemaphoreSlim s_places = new(Math.Max(1, Environment.ProcessorCount / 2));

    private static readonly Lazy<bool> s_isInstalled = new(() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "z3"))));

    /// <summary>Skips a proof that takes minutes, unless WAGGLE_PROOFS is 1.</summary>
    internal static void RequireTime()
    {
        if (Environment.GetEnvironmentVariable("WAGGLE_PROOFS") != "1")
            Assert.Skip("takes minutes: WAGGLE_PROOFS=1 runs it");
    }

    /// <summary>Asks whether the assertions can all be true.</summary>
    /// <returns>For each question a line: "sat", "unsat" or "unknown"; "timeout" at last; anything else is Z3's complaint.</returns>
    internal static string Check(string text)
    {
        if (!s_isInstalled.Value)
            Assert.Skip("z3 is not installed");
        s_places.Wait();
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("z3", ["-in", "-smt2", $"-T:{LimitInSeconds}"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            process.StandardInput.Write(text);
            process.StandardInput.Close();
            string answer = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return answer.Trim();
        }
        finally
        {
            s_places.Release();
        }
    }
}
