namespace Waggle.Probes.Kernel;

using Waggle.CSharp;

/// <summary>A request to a block device, <c>struct request</c>; only its address matters.</summary>
[KernelType("request")]
internal struct Request
{
#pragma warning disable CS0649, IDE1006 // the kernel's fields, the kernel's names
    public uint __data_len;
#pragma warning restore CS0649, IDE1006
}
