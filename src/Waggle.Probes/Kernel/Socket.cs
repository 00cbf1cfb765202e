namespace Waggle.Probes.Kernel;

using Waggle.CSharp;

/// <summary>A socket, <c>struct sock</c>.</summary>
[KernelType("sock")]
internal struct Socket
{
#pragma warning disable CS0649, IDE1006 // the kernel's fields, the kernel's names
    public int sk_err;
#pragma warning restore CS0649, IDE1006
}
