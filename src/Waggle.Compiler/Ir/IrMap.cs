using System.Reflection;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Maps;

namespace Waggle.Compiler.Ir;

/// <summary>A map that a program's class declares.</summary>
internal sealed record IrMap(string Name, MapType Type, FieldInfo Field, Type? Key, Type? Value, uint MaxEntries)
{
    /// <summary>How it is created, beyond its kind.</summary>
    internal MapFlags Flags { get; init; }

    /// <summary>Whether it lives on under its name in a BPF file system.</summary>
    internal bool IsPinned { get; init; }

    /// <summary>What the maps in a map of maps look like; null for other kinds.</summary>
    internal IrMap? Inner { get; init; }

    /// <summary>Whether its size is in bytes and its value a record.</summary>
    internal bool IsRing => Type is MapType.RingBuffer or MapType.UserRingBuffer;
}
