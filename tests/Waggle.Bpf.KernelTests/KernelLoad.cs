namespace Waggle.Bpf.KernelTests;

/// <summary>What the kernel said to a program.</summary>
/// <param name="Errno">0 if it was accepted.</param>
/// <param name="Log">The verifier's log.</param>
internal sealed record KernelLoad(int Errno, string Log)
{
    internal bool IsAccepted => Errno == 0;
}
