namespace Waggle.CSharp;

/// <summary>What a program decides about received data.</summary>
public enum StreamRole
{
    /// <summary>Where a message ends (4.14): returns its length, or 0 if more bytes are needed to know.</summary>
    Parser,

    /// <summary>Where a message goes that a parser found (4.14).</summary>
    ParsedVerdict,

    /// <summary>Where data go, without a parser; for UDP and Unix sockets, too (5.13).</summary>
    Verdict,
}
