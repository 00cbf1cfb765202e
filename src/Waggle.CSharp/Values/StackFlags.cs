namespace Waggle.CSharp;

/// <summary>Which stack is walked, and how; <c>BPF_F_*</c> of the stack helpers. The low eight bits are how many frames to skip.</summary>
[Flags]
public enum StackFlags : ulong
{
    /// <summary>The kernel's.</summary>
    None = 0,

    /// <summary>That of user space, by frame pointers (<c>BPF_F_USER_STACK</c>).</summary>
    User = 1 << 8,

    /// <summary>Stacks with the same hash are one without comparing them (<c>BPF_F_FAST_STACK_CMP</c>); for <see cref="StackTraceMap"/>.</summary>
    CompareHashOnly = 1 << 9,

    /// <summary>A new stack takes the place of another one with the same hash (<c>BPF_F_REUSE_STACKID</c>); for <see cref="StackTraceMap"/>.</summary>
    Replace = 1 << 10,

    /// <summary>Build ids and offsets, not addresses (<c>BPF_F_USER_BUILD_ID</c>); not for <see cref="StackTraceMap"/>.</summary>
    BuildIds = 1 << 11,
}
