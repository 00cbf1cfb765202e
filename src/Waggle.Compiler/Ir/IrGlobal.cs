using System.Reflection;
using Waggle.Compiler.Layout;

namespace Waggle.Compiler.Ir;

/// <summary>A variable in a data section.</summary>
internal sealed record IrGlobal(FieldInfo Field, string Section, string Name, TypeLayout Layout, int Offset);
