namespace Waggle.Probes.Kernel;

using Waggle.CSharp;

/// <summary>The head of every socket, <c>struct sock_common</c>.</summary>
[KernelType("sock_common")]
internal struct SocketCommon
{
#pragma warning disable CS0649, IDE1006 // the kernel's fields, the kernel's names
    public ulong skc_flags;
#pragma warning restore CS0649, IDE1006
}
