namespace Waggle.Bpf.Types;

/// <summary>An integer.</summary>
/// <param name="Name">As C spells it, such as "unsigned int".</param>
/// <param name="SizeInBytes">1, 2, 4, 8 or 16.</param>
/// <param name="Encoding">Signed, char, bool or neither.</param>
/// <param name="OffsetInBits">Where the value starts; 0 in all that clang makes.</param>
/// <param name="Bits">Bits of value; differs from the size only in old bit-fields.</param>
public sealed record BtfInt(string Name, int SizeInBytes, BtfIntEncoding Encoding, int OffsetInBits, int Bits) : BtfType(Name)
{
    /// <summary>An integer that fills its bytes.</summary>
    public BtfInt(string name, int sizeInBytes, BtfIntEncoding encoding) : this(name, sizeInBytes, encoding, 0, sizeInBytes * 8)
    {
    }
}

/// <summary>Encoding bits of a <see cref="BtfInt"/>.</summary>
[Flags]
public enum BtfIntEncoding : byte
{
    /// <summary>Unsigned.</summary>
    None = 0,

    /// <summary>Signed.</summary>
    Signed = 1,

    /// <summary>A character.</summary>
    Char = 2,

    /// <summary>A Boolean.</summary>
    Bool = 4,
}

/// <summary>A floating-point number.</summary>
/// <param name="Name">Such as "double".</param>
/// <param name="SizeInBytes">2, 4, 8, 12 or 16.</param>
public sealed record BtfFloat(string Name, int SizeInBytes) : BtfType(Name);
