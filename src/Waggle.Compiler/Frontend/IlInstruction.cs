using System.Reflection.Metadata;

namespace Waggle.Compiler.Frontend;

/// <summary>One instruction of a method's IL.</summary>
/// <param name="Offset">Where it starts.</param>
/// <param name="Next">Where the next one starts.</param>
/// <param name="Code">What it does.</param>
/// <param name="Operand">Number, token, variable index, or target of a branch.</param>
/// <param name="Targets">Targets of a switch.</param>
internal readonly record struct IlInstruction(int Offset, int Next, ILOpCode Code, long Operand, int[]? Targets);
