using System.Reflection;

namespace Waggle.Compiler.Layout;

/// <summary>A field's place in its struct.</summary>
internal sealed record FieldLayout(FieldInfo Field, int Index, int Offset, TypeLayout Layout);
