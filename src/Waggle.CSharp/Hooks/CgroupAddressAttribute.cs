namespace Waggle.CSharp;

/// <summary>Runs the method when a process of a cgroup names an address to the kernel, which it may change or refuse (Linux 4.17).</summary>
/// <remarks>Takes the address as <c>ref SocketAddress</c> and returns a <see cref="CgroupVerdict"/>; those that give an address back
/// (receive and the names) can only allow. What a refusal says is EPERM, or what <see cref="Bpf.SetCgroupResult"/> was told.</remarks>
/// <param name="operation">Which system call.</param>
/// <example><code>[CgroupAddress(AddressOperation.Connect4)] static CgroupVerdict OnConnect(ref SocketAddress address)</code></example>
public sealed class CgroupAddressAttribute(AddressOperation operation) : HookAttribute(
    operation switch
    {
        AddressOperation.Bind4 => "cgroup/bind4",
        AddressOperation.Bind6 => "cgroup/bind6",
        AddressOperation.Connect4 => "cgroup/connect4",
        AddressOperation.Connect6 => "cgroup/connect6",
        AddressOperation.ConnectUnix => "cgroup/connect_unix",
        AddressOperation.Send4 => "cgroup/sendmsg4",
        AddressOperation.Send6 => "cgroup/sendmsg6",
        AddressOperation.SendUnix => "cgroup/sendmsg_unix",
        AddressOperation.Receive4 => "cgroup/recvmsg4",
        AddressOperation.Receive6 => "cgroup/recvmsg6",
        AddressOperation.ReceiveUnix => "cgroup/recvmsg_unix",
        AddressOperation.PeerName4 => "cgroup/getpeername4",
        AddressOperation.PeerName6 => "cgroup/getpeername6",
        AddressOperation.PeerNameUnix => "cgroup/getpeername_unix",
        AddressOperation.SocketName4 => "cgroup/getsockname4",
        AddressOperation.SocketName6 => "cgroup/getsockname6",
        AddressOperation.SocketNameUnix => "cgroup/getsockname_unix",
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    },
    HookParameters.Context);
