namespace Waggle.Compiler.KernelTests.RandomPrograms;

/// <summary>The types of random programs: C#'s integers, structs of them, and arrays in place.</summary>
internal static class RandomTypes
{
    internal static readonly string[] Integers = ["sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong"];

    internal static readonly (string Type, string Element, int Length)[] Arrays = [("Bytes8", "byte", 8), ("Ints4", "int", 4), ("Longs3", "long", 3), ("Shorts5", "ushort", 5)];

    /// <summary>Fields of the structs, with their types.</summary>
    internal static readonly Dictionary<string, (string Name, string Type)[]> Structs = new()
    {
        ["Small"] = [("A", "byte"), ("B", "short"), ("C", "uint")],
        ["Large"] = [("A", "long"), ("B", "sbyte"), ("C", "ushort"), ("D", "int"), ("E", "ulong")],
        ["Nested"] = [("A", "uint"), ("In.A", "byte"), ("In.B", "short"), ("In.C", "uint"), ("B", "long")],
    };

    /// <summary>Their declarations, the same for all programs.</summary>
    internal const string Declarations = """
        public struct Small { public byte A; public short B; public uint C; }
        public struct Large { public long A; public sbyte B; public ushort C; public int D; public ulong E; }
        public struct Nested { public uint A; public Small In; public long B; }
        [InlineArray(8)] public struct Bytes8 { private byte _first; }
        [InlineArray(4)] public struct Ints4 { private int _first; }
        [InlineArray(3)] public struct Longs3 { private long _first; }
        [InlineArray(5)] public struct Shorts5 { private ushort _first; }
        public enum Color : byte { Red, Green, Blue = 7, Grey = 200 }
        """;
}
