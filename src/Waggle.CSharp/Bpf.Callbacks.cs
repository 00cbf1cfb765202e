namespace Waggle.CSharp;

public static partial class Bpf
{
    /// <summary>Calls a lambda for 0, 1, 2 and so on (<c>bpf_loop</c>, Linux 5.17).</summary>
    /// <param name="count">How often: at most 8,388,608 (<c>BPF_MAX_LOOPS</c>). It need not be known when the program is compiled.</param>
    /// <param name="body">A static lambda or a static method. The verifier looks at it once, so many rounds cost no more than one.</param>
    /// <param name="state">What the lambda works on.</param>
    /// <returns>Rounds made; negative if <paramref name="count"/> is too large (-E2BIG).</returns>
    public static int Loop<TState>(uint count, LoopBody<TState> body, ref TState state) where TState : unmanaged =>
        (int)CallLoop(count, body, ref state, 0);

    [Helper(181, Since = "5.17")]
    private static long CallLoop<TState>(uint count, LoopBody<TState> body, ref TState state, ulong flags) where TState : unmanaged
    {
        for (uint i = 0; i < count; i++)
        {
            if (body(i, ref state) == LoopControl.Stop) return i + 1;
        }

        return count;
    }
}
