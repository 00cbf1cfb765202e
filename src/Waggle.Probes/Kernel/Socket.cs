namespace Waggle.Probes.Kernel;

using Waggle.CSharp;

/// <summary>A socket, <c>struct sock</c>.</summary>
[KernelType("sock")]
internal struct Socket
{
    /// <summary>Number of the bit of <c>skc_flags</c> that is set when the other end's FIN has come (SOCK_DONE, include/net/sock.h).</summary>
    public const int DoneBit = 1;

#pragma warning disable CS0649, IDE1006 // the kernel's fields, the kernel's names
    public SocketCommon __sk_common;
    public int sk_err;
#pragma warning restore CS0649, IDE1006
}
