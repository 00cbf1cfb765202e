namespace Waggle.CSharp;

/// <summary>What the kernel does with a flow's keys.</summary>
public enum FlowVerdict
{
    /// <summary>It takes those that the program filled in (<c>BPF_OK</c>).</summary>
    Ok = 0,

    /// <summary>The packet can't be dissected (<c>BPF_DROP</c>).</summary>
    Drop = 2,

    /// <summary>It finds them itself (<c>BPF_FLOW_DISSECTOR_CONTINUE</c>, Linux 6.1).</summary>
    Continue = 129,
}
