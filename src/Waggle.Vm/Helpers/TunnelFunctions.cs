using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>The tunnel that a packet goes through, for <c>struct __sk_buff</c> (net/core/filter.c). Packets come through none: what a program reads is what it
/// has set.</summary>
internal static unsafe class TunnelFunctions
{
    private const ulong IsIPv6 = 1, ZeroChecksum = 2, NoFragments = 4, HasSequence = 8, HasNoKey = 16; // BPF_F_*
    private const ulong WantsFlags = 16; // BPF_F_TUNINFO_FLAGS
    private const ushort ChecksumFlag = 1, KeyFlag = 4, SequenceFlag = 8, NoFragmentsFlag = 0x100, NoCacheFlag = 0x2000; // TUNNEL_*
    private const uint LabelMask = 0xFFFFF; // IPV6_FLOWLABEL_MASK
    private const int KeySize = 44, LongestOptions = 255; // struct bpf_tunnel_key, IP_TUNNEL_OPTS_MAX
    private const int Remote = 4, Extension = 22, Label = 24, Local = 28, AddressSize = 16;
    private const Errno OtherProtocol = (Errno)71; // EPROTO

    internal static readonly HelperRow[] Rows =
    [
        new(20, &GetKey),
        new(21, &SetKey),
        new(29, &GetOptions),
        new(30, &SetOptions),
    ];

    private static ulong GetKey(RunContext run, ulong context, ulong target, ulong size, ulong flags, ulong _)
    {
        Span<byte> buffer = new((void*)target, (int)(uint)size);
        Errno error = Errno.None;
        PacketTunnel? tunnel = PacketFields.BufferOf(run)?.Tunnel;
        if (tunnel is null || (flags & ~(IsIPv6 | WantsFlags)) != 0) error = Errno.Invalid;
        else if (tunnel.IsIPv6 != ((flags & IsIPv6) != 0)) error = OtherProtocol;
        else if (!IsKeySize((uint)size) || ((uint)size == Remote + sizeof(uint) && tunnel.IsIPv6)) error = Errno.Invalid;
        if (error != Errno.None)
        {
            buffer.Clear();
            return Results.Error(error);
        }

        // Where it goes to is where it would come from.
        Span<byte> key = stackalloc byte[KeySize];
        tunnel!.Key.CopyTo(key);
        tunnel.Key.AsSpan(Remote, AddressSize).CopyTo(key[Local..]);
        tunnel.Key.AsSpan(Local, AddressSize).CopyTo(key[Remote..]);
        ushort said = (flags & WantsFlags) != 0 ? BinaryPrimitives.ReverseEndianness(tunnel.Flags) : (ushort)0;
        MemoryMarshal.Write(key[Extension..], in said);
        key[..buffer.Length].CopyTo(buffer);
        return 0;
    }

    private static ulong SetKey(RunContext run, ulong context, ulong source, ulong size, ulong flags, ulong _)
    {
        if ((flags & ~(IsIPv6 | ZeroChecksum | NoFragments | HasSequence | HasNoKey)) != 0 || !IsKeySize((uint)size)) return Results.Error(Errno.Invalid);
        byte[] key = new byte[KeySize];
        new ReadOnlySpan<byte>((void*)source, (int)size).CopyTo(key);
        bool isIPv6 = (flags & IsIPv6) != 0;
        uint label = BitConverter.ToUInt32(key, Label);
        bool hasExtension = BitConverter.ToUInt16(key, Extension) != 0;
        if ((!isIPv6 && label != 0) || hasExtension) return Results.Error(Errno.Invalid);
        MemoryMarshal.Write(key.AsSpan(Label), label & LabelMask);
        if (!isIPv6)
        {
            key.AsSpan(Remote + sizeof(uint), AddressSize - sizeof(uint)).Clear();
            key.AsSpan(Local + sizeof(uint)).Clear();
        }

        ushort said = (ushort)(NoCacheFlag | ((flags & ZeroChecksum) == 0 ? ChecksumFlag : 0) | ((flags & HasNoKey) == 0 ? KeyFlag : 0)
            | ((flags & HasSequence) != 0 ? SequenceFlag : 0) | ((flags & NoFragments) != 0 ? NoFragmentsFlag : 0));
        if (PacketFields.BufferOf(run) is { } packet) packet.Tunnel = new(key, isIPv6, said);
        return 0;
    }

    private static ulong GetOptions(RunContext run, ulong context, ulong target, ulong size, ulong _, ulong _1)
    {
        Span<byte> buffer = new((void*)target, (int)(uint)size);
        byte[]? options = PacketFields.BufferOf(run)?.Tunnel?.Options;
        buffer.Clear();
        if (options is null) return Results.Error(Errno.NoEntry);
        if ((uint)size < options.Length) return Results.Error(Errno.NoMemory);
        options.CopyTo(buffer);
        return (ulong)options.Length;
    }

    private static ulong SetOptions(RunContext run, ulong context, ulong source, ulong size, ulong _, ulong _1)
    {
        if (PacketFields.BufferOf(run)?.Tunnel is not { } tunnel || size % sizeof(uint) != 0) return Results.Error(Errno.Invalid);
        if ((uint)size > LongestOptions) return Results.Error(Errno.NoMemory);
        tunnel.Options = new ReadOnlySpan<byte>((void*)source, (int)size).ToArray();
        return 0;
    }

    // As the struct has grown: the address of IPv4 only, without its extension, its label, its own address, and all of it.
    private static bool IsKeySize(uint size) => size is Remote + sizeof(uint) or Extension or Label or Local or KeySize;
}
