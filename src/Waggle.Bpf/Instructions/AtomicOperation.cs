namespace Waggle.Bpf.Instructions;

/// <summary>What an atomic instruction does: its immediate (RFC 9669 section 5.3; load-acquire and store-release
/// are Linux 6.15's).</summary>
public enum AtomicOperation
{
    /// <summary>*dst += src</summary>
    Add = 0x00,

    /// <summary>*dst |= src</summary>
    Or = 0x40,

    /// <summary>*dst &amp;= src</summary>
    And = 0x50,

    /// <summary>*dst ^= src</summary>
    Xor = 0xa0,

    /// <summary>src = *dst, then *dst += src</summary>
    FetchAdd = 0x01,

    /// <summary>src = *dst, then *dst |= src</summary>
    FetchOr = 0x41,

    /// <summary>src = *dst, then *dst &amp;= src</summary>
    FetchAnd = 0x51,

    /// <summary>src = *dst, then *dst ^= src</summary>
    FetchXor = 0xa1,

    /// <summary>src and *dst change places</summary>
    Exchange = 0xe1,

    /// <summary>if *dst == r0 then *dst = src; r0 = what *dst was</summary>
    CompareExchange = 0xf1,

    /// <summary>dst = *src, acquire order (Linux 6.15)</summary>
    LoadAcquire = 0x100,

    /// <summary>*dst = src, release order (Linux 6.15)</summary>
    StoreRelease = 0x110,
}
