using System.Buffers.Binary;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Machine;
using Waggle.Linux.Programs;

namespace Waggle.Linux.KernelTests;

/// <summary>Test runs of each program type that has them, with what the program did as the truth.</summary>
public class ProgramRunTests
{
    private const int ContextSize = 192, MarkOffset = 8, CallbackOffset = 48; // struct __sk_buff: mark, cb[0]

    // Ethernet header with type IPv4, then an IPv4 header of 20 bytes, protocol TCP, from 192.0.2.1 to 192.0.2.2.
    private static readonly byte[] s_packet =
    [
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0x08, 0x00,
        0x45, 0, 0, 50, 0, 0, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2,
        .. new byte[30],
    ];

    [Fact]
    public void Run_Xdp_GivesBackThePacketAsTheProgramLeftIt()
    {
        using LoadedObject loaded = Load("shorten");
        byte[] left = new byte[100];

        ProgramRunResult result = loaded.Programs["shorten"].Run(new ProgramRun { Packet = s_packet, PacketOut = left });

        Assert.Equal(3U, result.ReturnValue); // XDP_TX
        Assert.Equal(60, result.PacketLength);
        Assert.Equal([0xab, .. s_packet[5..]], left[..60]);
    }

    [Fact]
    public void Run_XdpWithTooLittleRoom_SaysHowMuchIsNeeded()
    {
        using LoadedObject loaded = Load("shorten");

        var error = Assert.Throws<BpfException>(() => loaded.Programs["shorten"].Run(new ProgramRun { Packet = s_packet, PacketOut = new byte[10] }));

        Assert.Equal(Errno.NoSpace, error.Errno);
        Assert.Contains("60 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains("'shorten", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Tc_ReadsAndGivesBackTheContext()
    {
        using LoadedObject loaded = Load("mark");
        byte[] context = new byte[ContextSize], left = new byte[ContextSize];
        BinaryPrimitives.WriteUInt32LittleEndian(context.AsSpan(MarkOffset), 41);

        ProgramRunResult result = loaded.Programs["mark"].Run(new ProgramRun { Packet = s_packet, Context = context, ContextOut = left });

        Assert.Equal(64U, result.ReturnValue);
        Assert.Equal(ContextSize, result.ContextLength);
        Assert.Equal(0x77U, BinaryPrimitives.ReadUInt32LittleEndian(left.AsSpan(MarkOffset)));
        Assert.Equal(42U, BinaryPrimitives.ReadUInt32LittleEndian(left.AsSpan(CallbackOffset)));
    }

    [Theory]
    [InlineData("length", 0, 1050U)]      // a socket filter sees the packet from its IP header on
    [InlineData("allow_marked", 5, 1U)]
    [InlineData("allow_marked", 6, 0U)]
    [InlineData("drop_long", 0, 0U)]
    [InlineData("accept", -1, 1U)]
    public void Run_PacketTypes_ReturnWhatTheProgramDecides(string program, int mark, uint expected)
    {
        if (program == "accept" && OldKernel.Refuses(6, 4, () => Load(program).Dispose())) return; // for netfilter
        using LoadedObject loaded = Load(program);
        byte[] context = mark < 0 ? [] : new byte[ContextSize];
        if (mark > 0) BinaryPrimitives.WriteInt32LittleEndian(context.AsSpan(MarkOffset), mark);

        Assert.Equal(expected, loaded.Programs[program].Run(new ProgramRun { Packet = s_packet, Context = context }).ReturnValue);
    }

    [Fact]
    public void Run_FlowDissector_GivesBackTheKeys()
    {
        using LoadedObject loaded = Load("dissect");
        byte[] keys = new byte[256];

        ProgramRunResult result = loaded.Programs["dissect"].Run(new ProgramRun { Packet = s_packet, PacketOut = keys });

        Assert.Equal(0U, result.ReturnValue);
        Assert.Equal(56, result.PacketLength); // struct bpf_flow_keys: nhoff, thoff, addr_proto, 3 flags, ip_proto
        Assert.Equal(BinaryPrimitives.ReadUInt16LittleEndian(keys) + 20, BinaryPrimitives.ReadUInt16LittleEndian(keys.AsSpan(2)));
        Assert.Equal(6, keys[9]);
    }

    [Fact]
    public void Run_RawTracepointOnEachCpu_RunsThere()
    {
        using LoadedObject loaded = Load("add");
        byte[] arguments = [7, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0];

        foreach (int cpu in Enumerable.Range(0, Environment.ProcessorCount))
        {
            ProgramRunResult result = loaded.Programs["add"].Run(new ProgramRun { Context = arguments, Cpu = cpu, Flags = ProgramRunFlags.OnCpu });

            Assert.Equal(12U + 100U * (uint)cpu, result.ReturnValue);
        }
        Assert.ThrowsAny<BpfException>(() =>
            loaded.Programs["add"].Run(new ProgramRun { Context = arguments, Cpu = PossibleCpus.Count + 1000, Flags = ProgramRunFlags.OnCpu }));
    }

    [Theory]
    [InlineData(7777, 1U)]
    [InlineData(7778, 0U)]
    public void Run_SocketLookup_SeesThePort(int port, uint expected)
    {
        using LoadedObject loaded = Load("pass_port");
        byte[] lookup = new byte[72]; // struct bpf_sk_lookup: family at 8, protocol at 12, local_port at 60
        BinaryPrimitives.WriteInt32LittleEndian(lookup.AsSpan(8), 2); // AF_INET
        BinaryPrimitives.WriteInt32LittleEndian(lookup.AsSpan(12), 6); // TCP
        BinaryPrimitives.WriteInt32LittleEndian(lookup.AsSpan(60), port);

        Assert.Equal(expected, loaded.Programs["pass_port"].Run(lookup).ReturnValue);
    }

    [Fact]
    public void Run_Syscall_GivesBackItsContextAndLeavesTheInputAlone()
    {
        using LoadedObject loaded = Load("twice");
        byte[] input = [21, .. new byte[15]], output = new byte[16];

        ProgramRunResult result = loaded.Programs["twice"].Run(new ProgramRun { Context = input, ContextOut = output });

        Assert.Equal(3U, result.ReturnValue);
        Assert.Equal([21, 0, 0, 0, 0, 0, 0, 0, 42, .. new byte[7]], output);
        Assert.Equal(3U, loaded.Programs["twice"].Run(input).ReturnValue);
        Assert.Equal([21, .. new byte[15]], input);
    }

    [Fact]
    public void Run_Repeated_TimesEachRunAndCountsThem()
    {
        using LoadedObject loaded = Load("length");

        ProgramRunResult result = loaded.Programs["length"].Run(new ProgramRun { Packet = s_packet, Repeat = 100_000 });

        Assert.Equal(1050U, result.ReturnValue);
        Assert.InRange(result.AverageDuration, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(result.AverageDuration.TotalNanoseconds, result.AverageNanoseconds, tolerance: 100); // a time span counts hundreds of them
    }

    [Fact]
    public void Run_TypeWithoutTestRunOrUnfitInput_SaysSo()
    {
        using LoadedObject tracepoint = Load("no_test_run"), xdp = Load("shorten");

        Assert.Contains("no_test_run", Assert.Throws<BpfNotSupportedException>(() => tracepoint.Programs["no_test_run"].Run()).Message, StringComparison.Ordinal);
        Assert.Contains("14 bytes", Assert.Throws<BpfException>(() => xdp.Programs["shorten"].Run(data: [1, 2, 3])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WarmProgram_AllocatesNothing()
    {
        using LoadedObject loaded = Load("shorten");
        KernelProgram program = loaded.Programs["shorten"];
        byte[] left = new byte[100];
        uint sum = 0;

        long allocated = Allocation.Measure(() => sum += program.Run(new ProgramRun { Packet = s_packet, PacketOut = left }).ReturnValue);

        Assert.Equal(0, allocated);
        Assert.Equal(6U, sum);
    }

    private static LoadedObject Load(string program) => KernelAccess.RequireEngine().Load(
        ObjectReader.Read(Clang.Compile("testrun.bpf.c")), new LoadOptions { Select = p => p.Name == program });
}
