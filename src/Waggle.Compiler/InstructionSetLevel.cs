namespace Waggle.Compiler;

/// <summary>How much of the instruction set the compiler uses: the levels that clang calls <c>-mcpu</c>.</summary>
/// <remarks>All levels use 32-bit arithmetic, which kernels have had from the start; clang leaves it out below v3.</remarks>
public enum InstructionSetLevel
{
    /// <summary>What every kernel has: jumps compare 64 bits, by "greater" and never by "less".</summary>
    V1 = 1,

    /// <summary>Jumps by "less" too: every kernel since 4.14.</summary>
    V2 = 2,

    /// <summary>32-bit jumps: every kernel since 5.1; atomic operations that answer: since 5.12.</summary>
    V3 = 3,

    /// <summary>Signed division and sign-extending moves and loads too: kernels since 6.6.</summary>
    V4 = 4,
}
