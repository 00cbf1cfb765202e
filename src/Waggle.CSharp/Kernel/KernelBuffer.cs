namespace Waggle.CSharp;

/// <summary>A packet in the kernel, <c>struct sk_buff</c>: the fields that most programs want. Declare your own for others.</summary>
[KernelType("sk_buff")]
public struct KernelBuffer
{
#pragma warning disable CS0649, CA1051, IDE1006, CS1591 // the kernel's fields, the kernel's names
    public uint len;
    public uint data_len;
    public ushort network_header;
    public ushort transport_header;
    public KernelPointer<byte> head;
#pragma warning restore CS0649, CA1051, IDE1006, CS1591
}
