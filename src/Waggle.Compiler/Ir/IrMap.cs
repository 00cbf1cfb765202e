using System.Reflection;
using Waggle.Bpf.Catalog;

namespace Waggle.Compiler.Ir;

/// <summary>A map that a program's class declares.</summary>
internal sealed record IrMap(string Name, MapType Type, FieldInfo Field, Type? Key, Type? Value, uint MaxEntries);
