using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Netlink;

/// <summary>A routing netlink socket: interfaces, traffic control and routes of the network namespace that it was opened in.</summary>
/// <remarks>It keeps to its namespace when the thread changes to another. Thread-safe: one request at a time.</remarks>
internal sealed unsafe class NetlinkSocket : IDisposable
{
    private const int NetlinkFamily = 16, Raw = 3, CloseOnExec = 0x80000; // AF_NETLINK, SOCK_RAW, SOCK_CLOEXEC
    private const int NetlinkLevel = 270, ExtendedAcknowledgement = 11;    // SOL_NETLINK, NETLINK_EXT_ACK
    private const int BufferSize = 64 * 1024;
    private const int ErrorSize = sizeof(int) + NetlinkMessage.HeaderSize;

    private readonly SafeDescriptor _socket;
    private readonly Lock _lock = new();
    private uint _sequence;

    private NetlinkSocket(SafeDescriptor socket) => _socket = socket;

    /// <summary>Opens a socket in the calling thread's network namespace.</summary>
    public static NetlinkSocket Open()
    {
        int descriptor = Libc.CreateSocket(NetlinkFamily, Raw | CloseOnExec, protocol: 0); // NETLINK_ROUTE
        if (descriptor < 0) throw KernelError.Other("open a netlink socket", "", Libc.LastError, Capability.NetAdmin);
        int on = 1;
        _ = Libc.SetSocketOption(descriptor, NetlinkLevel, ExtendedAcknowledgement, &on, sizeof(int)); // a kernel before 4.12 has no words to say
        return new NetlinkSocket(new SafeDescriptor(descriptor));
    }

    /// <summary>Sends a request that asks for an acknowledgement or a dump, and reads all of the answer.</summary>
    public NetlinkAnswer Ask(NetlinkMessage request)
    {
        lock (_lock)
        {
            using SafeDescriptor.Lease lease = _socket.Use();
            byte[] bytes = request.ToBytes(++_sequence);
            fixed (byte* pointer = bytes)
            {
                if (Libc.Write(lease.Number, pointer, (nuint)bytes.Length) < 0) return new NetlinkAnswer(Libc.LastError, "", []);
            }
            return Receive(lease.Number, _sequence);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static NetlinkAnswer Receive(int socket, uint sequence)
    {
        var messages = new List<(ushort, byte[])>();
        byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
        while (true)
        {
            nint count;
            fixed (byte* pointer = buffer) count = Libc.Read(socket, pointer, BufferSize);
            if (count < 0 && Libc.LastError == Errno.Interrupted) continue;
            if (count <= 0) return new NetlinkAnswer(count < 0 ? Libc.LastError : Errno.NoDevice, "", messages);

            for (ReadOnlySpan<byte> rest = buffer.AsSpan(0, (int)count); rest.Length >= NetlinkMessage.HeaderSize;)
            {
                int length = MemoryMarshal.Read<int>(rest);
                if (length < NetlinkMessage.HeaderSize || length > rest.Length) break;
                ushort type = MemoryMarshal.Read<ushort>(rest[4..]);
                ReadOnlySpan<byte> payload = rest[NetlinkMessage.HeaderSize..length];
                if (MemoryMarshal.Read<uint>(rest[8..]) == sequence)
                {
                    switch (type)
                    {
                        case RouteNetlink.NLMSG_DONE:
                            return new NetlinkAnswer(Errno.None, "", messages);
                        case RouteNetlink.NLMSG_ERROR when payload.Length >= sizeof(int):
                            var error = (Errno)(-MemoryMarshal.Read<int>(payload));
                            return new NetlinkAnswer(error, ReadReason(payload, MemoryMarshal.Read<ushort>(rest[6..])), messages);
                        default:
                            messages.Add((type, payload.ToArray()));
                            break;
                    }
                }
                rest = rest[Math.Min(rest.Length, (length + 3) & ~3)..];
            }
        }
    }

    // struct nlmsgerr: the number, the request (its header only, if NLM_F_CAPPED says so), then attributes if NLM_F_ACK_TLVS does.
    private static string ReadReason(ReadOnlySpan<byte> payload, ushort flags)
    {
        const ushort Capped = 0x100, HasAttributes = 0x200;
        if ((flags & HasAttributes) == 0 || payload.Length < ErrorSize) return "";
        int requestLength = (flags & Capped) != 0 ? NetlinkMessage.HeaderSize : MemoryMarshal.Read<int>(payload[sizeof(int)..]);
        int start = sizeof(int) + ((requestLength + 3) & ~3);
        return start >= ErrorSize && start <= payload.Length ? NetlinkAttributes.FindText(payload[start..], RouteNetlink.NLMSGERR_ATTR_MSG) : "";
    }
}
