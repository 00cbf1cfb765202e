using System.Reflection;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>What passes may ask about the object that is being made.</summary>
/// <param name="Problems">Where to report.</param>
/// <param name="Companion">Finds the map in a field of another map.</param>
/// <param name="HasSignedDivision">Whether the target divides signed numbers (ISA v4).</param>
internal sealed record PassContext(ProblemList Problems, Func<IrMap, FieldInfo, IrMap> Companion, bool HasSignedDivision);
