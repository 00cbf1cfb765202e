namespace Waggle.CSharp;

/// <summary>What is done with a socket option.</summary>
public enum OptionAccess
{
    /// <summary>It is asked for: getsockopt(2).</summary>
    Get,

    /// <summary>It is set: setsockopt(2).</summary>
    Set,
}
