namespace Waggle.Compiler;

/// <summary>How much of the instruction set the compiler uses: the levels that clang calls <c>-mcpu</c>.</summary>
public enum InstructionSetLevel
{
    /// <summary>32-bit arithmetic and jumps: every kernel since 5.1.</summary>
    V3 = 3,

    /// <summary>Signed division and sign-extending moves and loads too: kernels since 6.6.</summary>
    V4 = 4,
}
