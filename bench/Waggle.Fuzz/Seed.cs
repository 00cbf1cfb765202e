namespace Waggle.Fuzz;

/// <summary>A real input and the places in it that mean something.</summary>
/// <param name="Name">Where it comes from.</param>
/// <param name="Form">What it is.</param>
/// <param name="Bytes">The input.</param>
/// <param name="Fields">Numbers in headers, tables and records.</param>
internal sealed record Seed(string Name, SeedForm Form, byte[] Bytes, Field[] Fields);

/// <summary>What an input is, and so who reads it.</summary>
internal enum SeedForm
{
    Object,
    Btf,
    SplitBtf,
}

/// <summary>A number in an input.</summary>
/// <param name="Offset">Where.</param>
/// <param name="Width">Bytes: 1, 2, 4 or 8.</param>
/// <param name="IsBigEndian">Byte order.</param>
/// <param name="RecordOffset">Where the record starts that it is a part of.</param>
/// <param name="RecordSize">Bytes of that record; 0 if it has no equals to be swapped with.</param>
internal readonly record struct Field(int Offset, byte Width, bool IsBigEndian, int RecordOffset = 0, int RecordSize = 0);
