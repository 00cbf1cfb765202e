using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Errors;
using Waggle.Vm.Packets.Captures;

namespace Waggle.Vm.Packets.Interfaces;

/// <summary>Receives copies of the packets that arrive at an interface, and sends packets from it: a packet socket of Linux.</summary>
/// <remarks>
/// The interface's own traffic goes on as if nobody looked. Packets that this machine sends are not seen, so what is sent here does not come back.
/// VLAN tags that hardware took out are put back. Of one thread at a time; allocates nothing for a packet. Needs CAP_NET_RAW. Rules from
/// packet(7) and net/packet/af_packet.c.
/// </remarks>
public sealed unsafe class PacketSocket : IPacketSource, IPacketSink
{
    private const int Family = 17, Raw = 3, CloseOnExec = 0x80000; // AF_PACKET, SOCK_RAW, SOCK_CLOEXEC
    private const ushort AllProtocols = 0x0300;                    // ETH_P_ALL, big-endian
    private const int SocketLevel = 1, PacketLevel = 263;          // SOL_SOCKET, SOL_PACKET
    private const int ReceiveBuffer = 8, TimestampNanoseconds = 35; // SO_RCVBUF, SO_TIMESTAMPNS
    private const int StatisticsOption = 6, AuxiliaryData = 8, IgnoreOutgoing = 23; // PACKET_*
    private const int DoNotWait = 0x40, RealLength = 0x20;         // MSG_DONTWAIT, MSG_TRUNC
    private const byte Outgoing = 4;                               // PACKET_OUTGOING
    private const ushort Ethernet = 1, LoopbackDevice = 772, NoHeader = 0xFFFE; // ARPHRD_*
    private const uint HasVlanTag = 1 << 4, HasVlanProtocol = 1 << 6; // TP_STATUS_VLAN_VALID, TP_STATUS_VLAN_TPID_VALID
    private const int TagOffset = 12, TagSize = 4;
    private const ushort Vlan = 0x8100;
    private const int LongestPacket = 512 * 1024, KernelBuffer = 4 * 1024 * 1024, ControlSize = 128, ControlHeader = 16;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly NetworkDescriptor _socket;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(TagSize + LongestPacket, pinned: true);
    private readonly byte[] _control = GC.AllocateUninitializedArray<byte>(ControlSize, pinned: true);
    private long _lost;

    private PacketSocket(NetworkDescriptor socket, CaptureInterface name) => (_socket, Interface) = (socket, name);

    /// <summary>The interface.</summary>
    public CaptureInterface Interface { get; }

    /// <summary>Packets that came faster than they were read, since the socket was opened.</summary>
    public long Lost
    {
        get
        {
            uint* statistics = stackalloc uint[2]; // struct tpacket_stats, which is cleared by reading
            int length = 2 * sizeof(uint);
            if (NetworkCalls.GetOption(_socket, PacketLevel, StatisticsOption, statistics, &length) == 0) _lost += statistics[1];
            return _lost;
        }
    }

    /// <summary>Opens an interface of this thread's network namespace.</summary>
    /// <param name="name">Its name, such as "eth0".</param>
    /// <exception cref="BpfPermissionException">The process lacks CAP_NET_RAW.</exception>
    /// <exception cref="BpfNotSupportedException">This is no Linux, or one without packet sockets.</exception>
    /// <exception cref="BpfException">There is no such interface, or its packets have headers that are not known here.</exception>
    public static PacketSocket Open(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        const string Operation = "open an interface";
        string what = $"interface '{name}'";
        NetworkErrors.RequireLinux(Operation, what);
        uint number = NetworkCalls.InterfaceNumber(name);
        if (number == 0) throw NetworkErrors.Of(Operation, what, Errno.NoDevice);

        // Without a protocol nothing arrives until it is bound.
        NetworkDescriptor socket = NetworkDescriptor.Of(NetworkCalls.Socket(Family, Raw | CloseOnExec, 0), Operation, what);
        try
        {
            Set(socket, PacketLevel, IgnoreOutgoing, 1); // Linux 4.20; those that come all the same are left out below
            Set(socket, PacketLevel, AuxiliaryData, 1);
            Set(socket, SocketLevel, TimestampNanoseconds, 1);
            Set(socket, SocketLevel, ReceiveBuffer, KernelBuffer);
            LinkAddress address = new() { Family = Family, Protocol = AllProtocols, Interface = (int)number };
            int length = sizeof(LinkAddress);
            if (NetworkCalls.Bind(socket, &address, length) != 0 || NetworkCalls.GetName(socket, &address, &length) != 0)
                throw NetworkErrors.Of(Operation, what, NetworkCalls.LastError);
            LinkType link = address.HardwareType switch
            {
                Ethernet or LoopbackDevice => LinkType.Ethernet,
                NoHeader => LinkType.RawIP,
                ushort other => throw new BpfException(Operation, what, Errno.None, $"Its packets have headers of hardware type {other}; Ethernet and TUN are known."),
            };
            return new PacketSocket(socket, new CaptureInterface { Name = name, Number = (int)number, LinkType = link });
        }
        catch // whatever it is: it goes on to the caller, and the descriptor does not stay open
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool TryRead(out CapturedPacket packet, CancellationToken stop = default)
    {
        packet = default;
        while (!stop.IsCancellationRequested)
        {
            LinkAddress from;
            nint length = Receive(&from, out MessageHeader message);
            if (length < 0)
            {
                Errno error = NetworkCalls.LastError;
                if (error is not (Errno.TryAgain or Errno.Interrupted)) throw NetworkErrors.Traffic("receive from", Interface.Name!, error);
                if (!_socket.Wait(stop)) return false;
                continue;
            }

            if (from.PacketType == Outgoing) continue;
            packet = Describe(length, message);
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Write(in CapturedPacket packet)
    {
        fixed (byte* data = packet.Data)
        {
            while (NetworkCalls.Send(_socket, data, packet.Data.Length, 0) < 0)
            {
                Errno error = NetworkCalls.LastError;
                if (error != Errno.Interrupted) throw NetworkErrors.Traffic($"send {packet.Data.Length} bytes from", Interface.Name!, error);
            }
        }
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _socket.Dispose();

    private static void Set(NetworkDescriptor socket, int level, int option, int value) => _ = NetworkCalls.SetOption(socket, level, option, &value, sizeof(int));

    private nint Receive(LinkAddress* from, out MessageHeader message)
    {
        byte* buffer = (byte*)Unsafe.AsPointer(ref _buffer[TagSize]), control = (byte*)Unsafe.AsPointer(ref _control[0]); // pinned
        MessagePart part = new() { Base = buffer, Length = LongestPacket };
        message = new() { Name = from, NameLength = (ulong)sizeof(LinkAddress), Parts = &part, PartCount = 1, Control = control, ControlLength = ControlSize };
        fixed (MessageHeader* pointer = &message) return NetworkCalls.Receive(_socket, pointer, DoNotWait | RealLength);
    }

    private CapturedPacket Describe(nint length, scoped in MessageHeader message)
    {
        int captured = (int)Math.Min(length, LongestPacket), start = TagSize;
        long timestamp = 0;
        // struct cmsghdr: length, level, type; each begins at a multiple of 8.
        ReadOnlySpan<byte> rest = _control.AsSpan(0, (int)message.ControlLength);
        while (rest.Length >= ControlHeader)
        {
            int size = (int)BitConverter.ToInt64(rest);
            if (size < ControlHeader || size > rest.Length) break;
            (int level, int type) = (BitConverter.ToInt32(rest[8..]), BitConverter.ToInt32(rest[12..]));
            ReadOnlySpan<byte> data = rest[ControlHeader..size];
            if (level == SocketLevel && type == TimestampNanoseconds && data.Length >= 16)
                timestamp = BitConverter.ToInt64(data) * NanosecondsPerSecond + BitConverter.ToInt64(data[8..]);
            else if (level == PacketLevel && type == AuxiliaryData && data.Length >= 20 && captured >= TagOffset && TryPutTagBack(data)) (start, captured) = (0, captured + TagSize);
            rest = rest[Math.Min((size + 7) & ~7, rest.Length)..];
        }

        return new(_buffer.AsSpan(start, captured), Interface) { Timestamp = timestamp, OriginalLength = (uint)(length + TagSize - start) };
    }

    // struct tpacket_auxdata: status at 0, vlan_tci at 16, vlan_tpid at 18.
    private bool TryPutTagBack(ReadOnlySpan<byte> auxiliary)
    {
        uint status = BitConverter.ToUInt32(auxiliary);
        if ((status & HasVlanTag) == 0) return false;
        _buffer.AsSpan(TagSize, TagOffset).CopyTo(_buffer);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(TagOffset), (status & HasVlanProtocol) != 0 ? BitConverter.ToUInt16(auxiliary[18..]) : Vlan);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(TagOffset + 2), BitConverter.ToUInt16(auxiliary[16..]));
        return true;
    }
}
