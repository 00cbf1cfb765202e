namespace Waggle.CSharp;

/// <summary>What becomes of a packet in netfilter.</summary>
public enum NetfilterVerdict
{
    /// <summary>Dropped.</summary>
    Drop = 0,

    /// <summary>Goes on to the next hook.</summary>
    Accept = 1,
}
