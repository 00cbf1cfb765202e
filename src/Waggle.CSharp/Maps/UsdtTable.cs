using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>Where the arguments of static probes are: filled by the engine at attach, in the form of libbpf's usdt.bpf.h.</summary>
internal static class UsdtTable
{
#pragma warning disable IDE1006 // "s_" and the name that engines look for
    [MaxEntries(256)]
    private static readonly ArrayMap<UsdtSpecification> s___bpf_usdt_specs = new();
#pragma warning restore IDE1006

    internal static MapValue<UsdtSpecification> Find(uint attachment) => s___bpf_usdt_specs.Find(attachment);
}

/// <summary>A probe's arguments: <c>struct __bpf_usdt_spec</c>.</summary>
internal struct UsdtSpecification
{
    public UsdtArguments Arguments;
    public ulong Cookie;
    public short Count;
    public short Zero;
    public int ZeroToo;
}

/// <summary>The arguments, of which there are at most twelve.</summary>
[InlineArray(12)]
internal struct UsdtArguments
{
    private UsdtArgument _first;
}

/// <summary>Where an argument is: <c>struct __bpf_usdt_arg_spec</c> of libbpf 1.6.</summary>
internal struct UsdtArgument
{
    public const int Constant = 0, InRegister = 1, Indexed = 3;

    public ulong Value;
    public uint KindAndIndex;
    public short Register;
    public byte IsSigned;
    public byte Shift;

    public readonly int Kind => (int)(KindAndIndex & 0xff);

    public readonly uint IndexRegister => KindAndIndex >> 8 & 0xfff;

    public readonly uint Scale => KindAndIndex >> 20 & 0xf;
}
