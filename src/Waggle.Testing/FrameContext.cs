using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;

namespace Waggle.Testing;

/// <summary>Contexts of programs that see frames as they arrive.</summary>
internal static class FrameContext
{
    private const int Size = 24, DataEnd = 4; // struct xdp_md

    /// <summary>The context to give, with the end of the packet in it if the test left it out; empty where none is needed.</summary>
    /// <remarks>Whoever wants a context back has to say where the packet's linear part ends: from Linux 6.18 on, 0 there puts all of the packet into
    /// fragments, which programs without "frags" do not see (bpf_prog_test_run_xdp in net/bpf/test_run.c).</remarks>
    internal static byte[] Complete(ProgramType type, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> context)
    {
        if (type != ProgramType.Xdp) return [];
        byte[] completed = new byte[Math.Max(Size, context.Length)];
        context.CopyTo(completed);
        if (BitConverter.ToUInt32(completed, DataEnd) == 0) MemoryMarshal.Write(completed.AsSpan(DataEnd), packet.Length);
        return completed;
    }
}
