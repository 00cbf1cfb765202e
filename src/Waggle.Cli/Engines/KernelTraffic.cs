using System.Buffers.Binary;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Vm.Packets;
using Waggle.Vm.Packets.Captures;

namespace Waggle.Cli.Engines;

/// <summary>A program in the kernel, by test runs: it sees the packets, and of their interface nothing.</summary>
internal sealed class KernelTraffic(LiveProgram program) : ITrafficProgram
{
    private const int RoomBehindPacket = 4096;
    private const int FrameContext = 24, BufferContext = 192; // struct xdp_md, struct __sk_buff

    private readonly byte[] _context = new byte[program.Spec.Type == ProgramType.Xdp ? FrameContext : BufferContext];
    private readonly byte[] _contextOut = new byte[program.Spec.Type == ProgramType.Xdp ? FrameContext : BufferContext];
    private byte[] _packet = [];
    private long _count;

    public TrafficOutcome Run(scoped CapturedPacket packet)
    {
        _count++;
        if (_packet.Length < packet.Data.Length + RoomBehindPacket) _packet = new byte[2 * packet.Data.Length + RoomBehindPacket];
        bool isFrame = program.Spec.Type == ProgramType.Xdp;
        if (isFrame) BinaryPrimitives.WriteInt32LittleEndian(_context.AsSpan(4), packet.Data.Length); // data_end
        ProgramRunResult result;
        try
        {
            result = program.Run(new ProgramRun { Packet = packet.Data, PacketOut = _packet, Context = _context, ContextOut = _contextOut, Repeat = 1 });
        }
        catch (BpfException e) when (e is not (BpfPermissionException or BpfNotSupportedException))
        {
            throw new IOException($"The kernel does not run the program on packet {_count}, of {packet.Data.Length} bytes: {e.Message}");
        }

        int metadata = isFrame ? BinaryPrimitives.ReadInt32LittleEndian(_contextOut) : 0; // what lies before data comes back too
        ReadOnlySpan<byte> left = _packet.AsSpan(metadata, result.PacketLength - metadata);
        return new()
        {
            Kind = PacketVerdict.Meaning(program.Spec, result.ReturnValue) ?? PacketVerdictKind.Abort,
            ReturnValue = result.ReturnValue,
            Packet = left,
            IsChanged = !left.SequenceEqual(packet.Data),
            Nanoseconds = result.AverageNanoseconds,
        };
    }

    public void Dispose()
    {
    }
}
