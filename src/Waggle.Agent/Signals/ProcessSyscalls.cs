namespace Waggle.Agent.Signals;

/// <summary>What a process asked of the kernel in a span of time.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="Comm">Name of the process.</param>
/// <param name="Calls">System calls that ended.</param>
/// <param name="Errors">Of these, calls that returned an error.</param>
/// <param name="TimeNs">Sum of their times, in nanoseconds.</param>
/// <param name="CallsPerSecond">Rate.</param>
/// <param name="ErrorRate">Errors among the calls, 0 to 1.</param>
/// <param name="P50Ns">Half of the calls took no longer, in nanoseconds; exact to a quarter.</param>
/// <param name="P99Ns">99 of 100 calls took no longer, in nanoseconds; exact to a quarter.</param>
public sealed record ProcessSyscalls(
    int Pid, string Comm, ulong Calls, ulong Errors, ulong TimeNs, double CallsPerSecond, double ErrorRate, ulong P50Ns, ulong P99Ns);
