using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;

namespace Waggle.Compiler.Frontend;

/// <summary>What stands on the evaluation stack: a number, or a struct that is still where it was read from.</summary>
/// <param name="Value">The number, or the struct's address.</param>
/// <param name="Struct">Layout of the struct; null for a number.</param>
/// <param name="IsOwned">Whether nothing else can change the struct: it is a copy already.</param>
internal readonly record struct StackEntry(Value Value, TypeLayout? Struct = null, bool IsOwned = false);
