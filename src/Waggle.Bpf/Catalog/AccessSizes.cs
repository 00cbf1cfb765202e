namespace Waggle.Bpf.Catalog;

/// <summary>The widths in which a field can be read or written.</summary>
[Flags]
public enum AccessSizes
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>One byte.</summary>
    Byte = 1,

    /// <summary>Two bytes.</summary>
    Half = 2,

    /// <summary>Four bytes.</summary>
    Word = 4,

    /// <summary>Eight bytes.</summary>
    Double = 8,

    /// <summary>Up to four bytes.</summary>
    UpToWord = Byte | Half | Word,

    /// <summary>Any.</summary>
    All = UpToWord | Double,
}
