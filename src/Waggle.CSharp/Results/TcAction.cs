namespace Waggle.CSharp;

/// <summary>What becomes of a packet in traffic control; <c>TC_ACT_*</c> of include/uapi/linux/pkt_cls.h.</summary>
public enum TcAction
{
    /// <summary>What the next program, or the classifier's default, says (<c>TC_ACT_UNSPEC</c>, <c>TCX_NEXT</c>).</summary>
    Next = -1,

    /// <summary>It goes on; no further program is asked.</summary>
    Ok = 0,

    /// <summary>It is classified once more.</summary>
    Reclassify = 1,

    /// <summary>It is dropped (<c>TC_ACT_SHOT</c>).</summary>
    Drop = 2,

    /// <summary>The next action decides.</summary>
    Pipe = 3,

    /// <summary>It is dropped without telling the sender that something failed.</summary>
    Stolen = 4,

    /// <summary>As <see cref="Stolen"/>.</summary>
    Queued = 5,

    /// <summary>The action runs once more.</summary>
    Repeat = 6,

    /// <summary>It goes where the redirecting method said that was called before.</summary>
    Redirect = 7,

    /// <summary>It goes to the CPU of a switch.</summary>
    Trap = 8,
}
