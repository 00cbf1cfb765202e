using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Waggle.Linux.KernelTests;

/// <summary>An AF_XDP socket that receives frames of one queue by copy: memory for them, a ring of free places, and a ring of frames.</summary>
/// <remarks>Layouts from include/uapi/linux/if_xdp.h.</remarks>
internal sealed unsafe partial class XdpSocket : IDisposable
{
    private const int AddressFamily = 44, Level = 283; // AF_XDP, SOL_XDP
    private const int OptionOffsets = 1, OptionReceiveRing = 2, OptionMemory = 4, OptionFillRing = 5, OptionCompletionRing = 6;
    private const ushort Copy = 1 << 1;
    private const long ReceiveRingAt = 0, FillRingAt = 0x100000000;
    private const uint Places = 16, PlaceSize = 4096;
    private const int ReceivedSize = 16; // struct xdp_desc

    private readonly byte* _memory;
    private readonly byte* _fillRing;
    private readonly byte* _receiveRing;
    private readonly RingOffsets _receive;
    private readonly nuint _fillLength, _receiveLength;

    public XdpSocket(int interfaceIndex, int queue)
    {
        Handle = new SafeFileHandle(Check(OpenSocket(AddressFamily, 3, 0)), ownsHandle: true); // SOCK_RAW
        _memory = Map(Places * PlaceSize, -1, 0, flags: 0x22); // MAP_PRIVATE | MAP_ANONYMOUS
        var memory = new MemoryRegistration { Address = (ulong)_memory, Length = Places * PlaceSize, PlaceSize = PlaceSize };
        Set(OptionMemory, &memory, sizeof(MemoryRegistration));
        uint places = Places;
        foreach (int ring in (int[])[OptionFillRing, OptionCompletionRing, OptionReceiveRing]) Set(ring, &places, sizeof(uint));

        RingOffsets* offsets = stackalloc RingOffsets[4]; // receive, send, fill, completion
        int length = 4 * sizeof(RingOffsets);
        Check(GetOption(Number, Level, OptionOffsets, offsets, &length));
        _receive = offsets[0];
        RingOffsets fill = offsets[2];
        _receiveLength = (nuint)_receive.Entries + Places * ReceivedSize;
        _fillLength = (nuint)fill.Entries + Places * sizeof(ulong);
        _receiveRing = Map(_receiveLength, Number, ReceiveRingAt, flags: 1); // MAP_SHARED
        _fillRing = Map(_fillLength, Number, FillRingAt, flags: 1);
        for (uint i = 0; i < Places; i++) ((ulong*)(_fillRing + fill.Entries))[i] = i * PlaceSize;
        Volatile.Write(ref *(uint*)(_fillRing + fill.Producer), Places);

        var address = new Address { Family = AddressFamily, Flags = Copy, InterfaceIndex = interfaceIndex, Queue = queue };
        Check(BindSocket(Number, &address, sizeof(Address)));
    }

    public SafeFileHandle Handle { get; }

    /// <summary>Frames that have arrived, at most as many as there are places.</summary>
    public int Count => (int)Volatile.Read(ref *(uint*)(_receiveRing + _receive.Producer));

    private int Number => (int)Handle.DangerousGetHandle();

    public ReadOnlySpan<byte> Frame(int index)
    {
        byte* entry = _receiveRing + _receive.Entries + (uint)index * ReceivedSize;
        return new(_memory + *(ulong*)entry, *(int*)(entry + sizeof(ulong)));
    }

    public void Dispose()
    {
        Handle.Dispose();
        Check(Unmap(_fillRing, _fillLength));
        Check(Unmap(_receiveRing, _receiveLength));
        Check(Unmap(_memory, Places * PlaceSize));
    }

    private void Set(int option, void* value, int length) => Check(SetOption(Number, Level, option, value, length));

    private static byte* Map(nuint length, int descriptor, long offset, int flags)
    {
        byte* address = (byte*)MapMemory(null, length, 3, flags, descriptor, offset); // PROT_READ | PROT_WRITE
        return (nint)address == -1 ? throw new Win32Exception(Marshal.GetLastPInvokeError()) : address;
    }

    private static int Check(int result) => result < 0 ? throw new Win32Exception(Marshal.GetLastPInvokeError()) : result;

    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryRegistration
    {
        public ulong Address, Length;
        public uint PlaceSize, Headroom;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct RingOffsets
    {
        public ulong Producer, Consumer, Entries, Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Address
    {
        public ushort Family, Flags;
        public int InterfaceIndex, Queue, SharedMemory;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int OpenSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int socket, int level, int option, void* value, int length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetOption(int socket, int level, int option, void* value, int* length);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int BindSocket(int socket, void* address, int length);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* MapMemory(void* address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);
}
