namespace Waggle.Benchmarks.Verification;

/// <summary>What the kernel said of a program.</summary>
/// <param name="IsAccepted">Whether it took it.</param>
/// <param name="Microseconds">What its verifier took; 0 if it does not tell.</param>
/// <param name="Instructions">Instructions that it went through, over all paths.</param>
internal readonly record struct KernelVerdict(bool IsAccepted, double Microseconds, int Instructions);
