using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>A packet at a netfilter hook: <c>struct bpf_nf_ctx</c> (Linux 6.4).</summary>
/// <remarks></remarks>
[StructLayout(LayoutKind.Sequential)]
[BtfName("bpf_nf_ctx")]
public partial struct NetfilterContext
{
    private readonly KernelPointer<NetfilterState> _state;
    private readonly KernelPointer<KernelBuffer> _buffer;

    /// <summary>Where the packet is on its way.</summary>
    public readonly KernelPointer<NetfilterState> State => _state;

    /// <summary>The packet.</summary>
    public readonly KernelPointer<KernelBuffer> Buffer => _buffer;
}
