namespace Waggle.CSharp;

/// <content>What a decoder tells the kernel.</content>
public partial struct InfraredContext
{
    /// <summary>Says that the last key is still held (<c>bpf_rc_repeat</c>, Linux 4.18). GPL only.</summary>
    /// <returns>0.</returns>
    [Helper(77, Since = "4.18")]
    public long Repeat() => (long)BpfHost.Current.Call(77, BpfHost.Address(in this));

    /// <summary>Says which key was pressed (<c>bpf_rc_keydown</c>, Linux 4.18). GPL only.</summary>
    /// <param name="protocol"><c>RC_PROTO_*</c>.</param>
    /// <param name="scanCode">The key.</param>
    /// <param name="toggle">Another number for each press, if the remote control tells.</param>
    /// <returns>0.</returns>
    [Helper(78, Since = "4.18")]
    public long Press(uint protocol, ulong scanCode, uint toggle) =>
        (long)BpfHost.Current.Call(78, BpfHost.Address(in this), protocol, scanCode, toggle);

    /// <summary>Says that a pointer was moved (<c>bpf_rc_pointer_rel</c>, Linux 5.0). GPL only.</summary>
    /// <returns>0.</returns>
    [Helper(92, Since = "5.0")]
    public long Move(int x, int y) => (long)BpfHost.Current.Call(92, BpfHost.Address(in this), (ulong)x, (ulong)y);
}
