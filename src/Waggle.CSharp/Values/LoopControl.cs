namespace Waggle.CSharp;

/// <summary>Whether a callback wants to be called again; the kernel's numbers.</summary>
public enum LoopControl
{
    /// <summary>Go on.</summary>
    Continue = 0,

    /// <summary>This was the last one.</summary>
    Stop = 1,
}
