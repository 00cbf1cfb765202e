namespace Waggle.CSharp;

/// <content>What a program does with a message. Cursors from before a change must not be used after it.</content>
public partial struct MessageContext
{
    /// <summary>Makes sure that bytes lie in one piece (<c>bpf_msg_pull_data</c>, Linux 4.17).</summary>
    /// <param name="start">First byte.</param>
    /// <param name="end">Behind the last one.</param>
    /// <returns>Whether it could be done.</returns>
    public bool TryPull(uint start, uint end) => PullData(start, end, 0) == 0;

    /// <summary>Makes the program's verdict count for so many bytes, without asking again (<c>bpf_msg_apply_bytes</c>, Linux 4.17).</summary>
    /// <returns>0.</returns>
    [Helper(61, Since = "4.17")]
    public long ApplyTo(uint bytes) => (long)BpfHost.Current.Call(61, BpfHost.Address(in this), bytes);

    /// <summary>Asks the program again once there are so many bytes (<c>bpf_msg_cork_bytes</c>, Linux 4.17).</summary>
    /// <returns>0.</returns>
    [Helper(62, Since = "4.17")]
    public long WaitFor(uint bytes) => (long)BpfHost.Current.Call(62, BpfHost.Address(in this), bytes);

    /// <summary>Makes room in the message (<c>bpf_msg_push_data</c>, Linux 4.20).</summary>
    /// <param name="start">Where.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="flags">0.</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(90, Since = "4.20")]
    public long Insert(uint start, uint length, ulong flags = 0) =>
        (long)BpfHost.Current.Call(90, BpfHost.Address(in this), start, length, flags);

    /// <summary>Takes bytes out of the message (<c>bpf_msg_pop_data</c>, Linux 5.0).</summary>
    /// <param name="start">Where.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="flags">0.</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(91, Since = "5.0")]
    public long Remove(uint start, uint length, ulong flags = 0) =>
        (long)BpfHost.Current.Call(91, BpfHost.Address(in this), start, length, flags);

    [Helper(63, Since = "4.17")]
    private long PullData(uint start, uint end, ulong flags) => (long)BpfHost.Current.Call(63, BpfHost.Address(in this), start, end, flags);
}
