namespace Waggle.CSharp;

/// <summary>Whether a session probe runs at the return.</summary>
public enum SessionAction
{
    /// <summary>It does.</summary>
    RunAtReturn = 0,

    /// <summary>It does not.</summary>
    SkipReturn = 1,
}
