using System.Runtime.CompilerServices;
using System.Text;
using Waggle.Bpf.Errors;
using Waggle.Vm.Packets.Captures;

namespace Waggle.Vm.Packets.Interfaces;

/// <summary>An interface whose other end is this process: what the machine sends from it is read here, and what is written here arrives there.</summary>
/// <remarks>The interface goes when this is disposed. Of one thread at a time; allocates nothing for a packet. Needs CAP_NET_ADMIN. Rules from
/// Documentation/networking/tuntap.rst.</remarks>
public sealed unsafe class TunnelDevice : IPacketSource, IPacketSink
{
    private const string ControlFile = "/dev/net/tun";
    private const int ReadWrite = 2, CloseOnExec = 0x80000, DoNotWait = 0x800; // O_*
    private const nint SetInterface = 0x400454CA; // TUNSETIFF
    private const short Tun = 1, Tap = 2, NoPacketInformation = 0x1000; // IFF_*
    private const int RequestSize = 40, NameSize = 16; // struct ifreq
    private const int LongestPacket = 128 * 1024;
    private const long NanosecondsPerTick = 100;

    private readonly NetworkDescriptor _device;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(LongestPacket, pinned: true);

    private TunnelDevice(NetworkDescriptor device, CaptureInterface name) => (_device, Interface) = (device, name);

    /// <summary>The interface.</summary>
    public CaptureInterface Interface { get; }

    /// <summary>Creates an interface in this thread's network namespace. It is down: <c>ip link set NAME up</c>.</summary>
    /// <param name="name">Its name, at most 15 bytes; one with "%d" gets a number for that.</param>
    /// <param name="hasEthernetHeader">Whether packets have Ethernet headers (TAP) or begin with that of IP (TUN).</param>
    /// <exception cref="ArgumentException">The name is too long.</exception>
    /// <exception cref="BpfPermissionException">The process lacks CAP_NET_ADMIN, or may not open /dev/net/tun.</exception>
    /// <exception cref="BpfNotSupportedException">This is no Linux, or one without such devices.</exception>
    /// <exception cref="BpfException">The name is taken.</exception>
    public static TunnelDevice Create(string name = "waggle%d", bool hasEthernetHeader = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        const string Operation = "create an interface";
        string what = $"interface '{name}'";
        NetworkErrors.RequireLinux(Operation, what);
        if (Encoding.UTF8.GetByteCount(name) >= NameSize) throw new ArgumentException($"The name of an interface has at most {NameSize - 1} bytes.", nameof(name));

        NetworkDescriptor device = NetworkDescriptor.Of(NetworkCalls.Open(ControlFile, ReadWrite | CloseOnExec | DoNotWait), Operation, what);
        try
        {
            Span<byte> request = stackalloc byte[RequestSize];
            request.Clear();
            Encoding.UTF8.GetBytes(name, request);
            BitConverter.TryWriteBytes(request[NameSize..], (short)((hasEthernetHeader ? Tap : Tun) | NoPacketInformation));
            fixed (byte* pointer = request)
            {
                if (NetworkCalls.Control(device, SetInterface, pointer) != 0) throw NetworkErrors.Of(Operation, what, NetworkCalls.LastError);
            }

            string given = Encoding.UTF8.GetString(request[..request.IndexOf((byte)0)]);
            return new TunnelDevice(device, new CaptureInterface
            {
                Name = given,
                Number = (int)NetworkCalls.InterfaceNumber(given),
                LinkType = hasEthernetHeader ? LinkType.Ethernet : LinkType.RawIP,
            });
        }
        catch // whatever it is: it goes on to the caller, and the descriptor does not stay open
        {
            device.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool TryRead(out CapturedPacket packet, CancellationToken stop = default)
    {
        packet = default;
        while (!stop.IsCancellationRequested)
        {
            nint length = NetworkCalls.Read(_device, (byte*)Unsafe.AsPointer(ref _buffer[0]), LongestPacket); // pinned
            if (length >= 0)
            {
                packet = new(_buffer.AsSpan(0, (int)length), Interface) { Timestamp = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * NanosecondsPerTick };
                return true;
            }

            Errno error = NetworkCalls.LastError;
            if (error is not (Errno.TryAgain or Errno.Interrupted)) throw NetworkErrors.Traffic("read from", Interface.Name!, error);
            if (!_device.Wait(stop)) return false;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Write(in CapturedPacket packet)
    {
        fixed (byte* data = packet.Data)
        {
            while (NetworkCalls.Write(_device, data, packet.Data.Length) < 0)
            {
                Errno error = NetworkCalls.LastError;
                if (error != Errno.Interrupted) throw NetworkErrors.Traffic($"write {packet.Data.Length} bytes to", Interface.Name!, error);
            }
        }
    }

    /// <summary>Removes the interface.</summary>
    public void Dispose() => _device.Dispose();
}
