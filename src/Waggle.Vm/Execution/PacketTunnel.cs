namespace Waggle.Vm.Execution;

/// <summary>The tunnel that a program wants a packet to go through (<c>struct ip_tunnel_info</c>).</summary>
/// <param name="Key">As <c>struct bpf_tunnel_key</c> has it.</param>
/// <param name="IsIPv6">Whether its addresses are of IPv6.</param>
/// <param name="Flags">What the program said of it, as <c>bpf_skb_get_tunnel_key</c> tells with <c>BPF_F_TUNINFO_FLAGS</c>.</param>
internal sealed record PacketTunnel(byte[] Key, bool IsIPv6, ushort Flags)
{
    /// <summary>Options; null if none are set.</summary>
    internal byte[]? Options { get; set; }
}
