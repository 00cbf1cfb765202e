namespace Waggle.Bpf.Maps;

/// <summary>What a typed view compares with the map when it is opened.</summary>
public enum LayoutCheck
{
    /// <summary>Sizes, and where the map's BTF is known each field: its place, size and whether it is a whole or a floating-point number.
    /// Fields with the same name must have the same place.</summary>
    Fields = 0,

    /// <summary>Sizes only: for a type that sees the same bytes in another way.</summary>
    SizeOnly,
}
