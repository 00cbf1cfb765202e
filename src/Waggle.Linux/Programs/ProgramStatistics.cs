namespace Waggle.Linux.Programs;

/// <summary>What the kernel counted of a program.</summary>
/// <param name="RunTime">Time spent in it; zero unless kernel.bpf_stats_enabled is set (Linux 5.1).</param>
/// <param name="RunCount">Times it ran; zero unless kernel.bpf_stats_enabled is set.</param>
/// <param name="RecursionMisses">Times it was skipped since it was running on that CPU already (Linux 5.12).</param>
/// <param name="VerifiedInstructions">Instructions that the verifier walked through to accept it (Linux 5.16).</param>
/// <param name="TranslatedSizeInBytes">Size after the verifier rewrote it.</param>
/// <param name="MachineCodeSizeInBytes">Size of the machine code; zero if it is interpreted.</param>
public sealed record ProgramStatistics(
    TimeSpan RunTime, ulong RunCount, ulong RecursionMisses, uint VerifiedInstructions, uint TranslatedSizeInBytes, uint MachineCodeSizeInBytes);
