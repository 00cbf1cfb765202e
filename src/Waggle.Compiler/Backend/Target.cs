namespace Waggle.Compiler.Backend;

/// <summary>What the instruction set has that code is generated for.</summary>
/// <param name="HasLess">Jumps by "less": from v2 on.</param>
/// <param name="HasNarrowJumps">Jumps that compare 32 bits, and atomic operations that answer: from v3 on.</param>
/// <param name="HasSigned">Signed division, moves and loads that extend the sign, constants stored to the context: from v4 on.</param>
internal sealed record Target(bool HasLess, bool HasNarrowJumps, bool HasSigned);
