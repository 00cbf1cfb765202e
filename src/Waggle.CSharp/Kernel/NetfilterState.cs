namespace Waggle.CSharp;

/// <summary>Where a packet is in netfilter, <c>struct nf_hook_state</c>: the fields that most programs want.</summary>
[KernelType("nf_hook_state")]
public struct NetfilterState
{
#pragma warning disable CS0649, CA1051, IDE1006, CS1591 // the kernel's fields, the kernel's names
    public byte hook;
    public byte pf;
#pragma warning restore CS0649, CA1051, IDE1006, CS1591
}
