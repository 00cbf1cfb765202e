using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Vm.Execution;
using Waggle.Vm.Packets;
using Waggle.Vm.Packets.Captures;
using static Waggle.Vm.Packets.PacketVerdictKind;

namespace Waggle.Vm.Tests.Packets;

public class PacketHookTests
{
    private const string ReturnFirstByte = """
        r2 = *(u32 *)(r1 +{0})
        r3 = *(u32 *)(r1 +{1})
        r4 = r2
        r4 += 14
        r0 = 77
        if r4 > r3 goto end
        r0 = *(u8 *)(r2 +0)
        if r0 != 255 goto end
        r0 = -1
        end:
        exit
        """;

    private const uint TcxIngress = 46, NetkitPeer = 55;

    public static TheoryData<ProgramType, uint, byte, PacketVerdictKind> Verdicts
    {
        get
        {
            TheoryData<ProgramType, uint, byte, PacketVerdictKind> rows = [];
            // enum xdp_action. Redirection to nowhere fails, and what is no action is dropped with a warning.
            Add(ProgramType.Xdp, 0, [Abort, Drop, Pass, Transmit, Abort, Abort], last: Abort);
            // cls_bpf_exec_opcode: TC_ACT_OK, RECLASSIFY, SHOT, PIPE, STOLEN, QUEUED, REPEAT, REDIRECT, TRAP, none
            Add(ProgramType.SchedCls, 0, [Pass, Pass, Drop, Pass, Drop, Pass, Pass, Abort, Drop, Pass], last: Pass);
            // tcf_bpf_act takes no STOLEN and TRAP
            Add(ProgramType.SchedAct, 0, [Pass, Pass, Drop, Pass, Pass, Pass, Pass, Abort, Pass], last: Pass);
            // tcx_action_code: TCX_PASS, DROP, REDIRECT, all else is NEXT; netkit has the same numbers
            Add(ProgramType.SchedCls, TcxIngress, [Pass, Pass, Drop, Pass, Pass, Pass, Pass, Abort, Pass], last: Pass);
            Add(ProgramType.SchedCls, NetkitPeer, [Pass, Pass, Drop, Pass, Pass, Pass, Pass, Abort], last: Pass);
            return rows;

            void Add(ProgramType type, uint attachType, PacketVerdictKind[] kinds, PacketVerdictKind last)
            {
                for (int i = 0; i < kinds.Length; i++) rows.Add(type, attachType, (byte)i, kinds[i]);
                rows.Add(type, attachType, 255, last);
            }
        }
    }

    [Theory, MemberData(nameof(Verdicts))]
    public void Run_ReturnedNumber_MeansWhatItMeansInTheKernel(ProgramType type, uint attachType, byte returned, PacketVerdictKind expected)
    {
        string text = ReturnFirstByte.Replace("{0}", type == ProgramType.Xdp ? "0" : "76", StringComparison.Ordinal).Replace("{1}", type == ProgramType.Xdp ? "4" : "80", StringComparison.Ordinal);
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(type, text, attachType));
        using PacketHook hook = new(loaded.Programs["prog"]);

        PacketVerdict verdict = hook.Run([returned, .. new byte[59]]);

        Assert.Equal((expected, returned == 255 ? uint.MaxValue : returned), (verdict.Kind, verdict.ReturnValue));
        Assert.Null(verdict.Target);
        Assert.Equal(expected, PacketVerdict.Meaning(loaded.Programs["prog"].Spec, verdict.ReturnValue) is var meaning && meaning == Redirect ? Abort : meaning);
    }

    [Fact]
    public void Run_XdpThatChangesThePacket_GivesItAsItIsLeft()
    {
        // bpf_xdp_adjust_head(4), then a new first byte; metadata of 4 bytes before it
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(ProgramType.Xdp, """
            r6 = r1
            r2 = 4
            call bpf_xdp_adjust_head
            r1 = r6
            r2 = -4
            call bpf_xdp_adjust_meta
            r2 = *(u32 *)(r6 +0)
            r3 = *(u32 *)(r6 +4)
            r4 = *(u32 *)(r6 +8)
            r5 = r2
            r5 += 14
            r0 = 0
            if r5 > r3 goto end
            r5 = r4
            r5 += 4
            if r5 > r2 goto end
            *(u32 *)(r4 +0) = 67305985
            *(u8 *)(r2 +0) = 171
            r0 = 3
            end:
            exit
            """));
        using PacketHook hook = new(loaded.Programs["prog"]);
        byte[] packet = [.. Enumerable.Range(0, 60).Select(i => (byte)i)];

        PacketVerdict verdict = hook.Run(packet);

        Assert.Equal((Transmit, true, true), (verdict.Kind, verdict.IsChanged, verdict.IsForwarded));
        Assert.Equal([0xab, .. packet[5..]], verdict.Packet.ToArray());
        Assert.Equal([1, 2, 3, 4], verdict.Metadata.ToArray());
        Assert.Equal([.. Enumerable.Range(0, 60).Select(i => (byte)i)], packet);
    }

    [Theory]
    [InlineData(7, 0, 7)]    // cut off at 7 bytes
    [InlineData(200, 0, 60)] // all there is
    [InlineData(50, 46, 46)] // of the 46 behind the Ethernet header
    public void Run_SocketFilter_GivesAsManyBytesAsItSays(int returned, int visible, int expected)
    {
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(ProgramType.SocketFilter, $"""
            r0 = *(u32 *)(r1 +0)
            if r0 != {(visible == 0 ? 60 : visible)} goto end
            r0 = {returned}
            end:
            exit
            """));
        using PacketHook hook = new(loaded.Programs["prog"], new PacketHookOptions { StartsAtNetworkHeader = visible != 0 });
        byte[] packet = [.. Enumerable.Range(0, 60).Select(i => (byte)i)];

        PacketVerdict verdict = hook.Run(packet);

        Assert.Equal((Pass, (uint)returned, expected), (verdict.Kind, verdict.ReturnValue, verdict.Packet.Length));
        Assert.Equal(packet.AsSpan(visible == 0 ? 0 : 14, expected), verdict.Packet);
        Assert.Equal(returned == 7, verdict.IsChanged);
    }

    [Fact]
    public void Run_SocketFilterThatReturns0_DropsThePacket()
    {
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(ProgramType.SocketFilter, "r0 = 0\nexit"));
        using PacketHook hook = new(loaded.Programs["prog"]);

        Assert.Equal(Drop, hook.Run(new byte[60]).Kind);
    }

    [Fact]
    public void Run_SocketFilterBehindTheLinkHeader_StillFindsIt()
    {
        // bpf_skb_load_bytes_relative(skb, 1, fp - 8, 1, BPF_HDR_START_MAC) and the same from the network header
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(ProgramType.SocketFilter, """
            r6 = r1
            *(u64 *)(r10 -8) = 0
            r2 = 1
            r3 = r10
            r3 += -8
            r4 = 1
            r5 = 0
            call bpf_skb_load_bytes_relative
            r1 = r6
            r2 = 1
            r3 = r10
            r3 += -7
            r4 = 1
            r5 = 1
            call bpf_skb_load_bytes_relative
            r0 = *(u16 *)(r10 -8)
            exit
            """));
        using PacketHook hook = new(loaded.Programs["prog"], new PacketHookOptions { StartsAtNetworkHeader = true });

        Assert.Equal(0x0F01u, hook.Run([.. Enumerable.Range(0, 60).Select(i => (byte)i)]).ReturnValue);
    }

    [Fact]
    public void Run_RedirectByMap_NamesTheEntry()
    {
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(ProgramType.Xdp, """
            r2 = *(u32 *)(r1 +16)
            r1 = map[ports]
            r3 = 2
            call bpf_redirect_map
            exit
            """, 0, new MapSpec("ports", MapType.DevMap) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 4 }));
        loaded.Map<uint, uint>("ports")[3] = 17;
        using PacketHook hook = new(loaded.Programs["prog"]);

        PacketVerdict there = hook.Run(new CapturedPacket(new byte[60]) { Queue = 3 });
        Assert.Equal((Redirect, new PacketTarget(17, false, loaded.FindMap("ports"), 3, false)), (there.Kind, there.Target));
        Assert.Equal(Pass, hook.Run(new CapturedPacket(new byte[60]) { Queue = 2 }).Kind); // no entry: the action in the flags
    }

    [Fact]
    public void Run_TrafficControl_RedirectsAndSendsCopies()
    {
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(ProgramType.SchedCls, """
            r6 = r1
            r2 = 5
            r3 = 0
            call bpf_clone_redirect
            r1 = 6
            r2 = 1
            call bpf_redirect
            exit
            """));
        using PacketHook hook = new(loaded.Programs["prog"]);
        byte[] packet = [.. Enumerable.Range(0, 60).Select(i => (byte)i)];

        PacketVerdict verdict = hook.Run(packet);

        Assert.Equal((Redirect, new PacketTarget(6, true, null, 0, false), 1), (verdict.Kind, verdict.Target, verdict.CopyCount));
        Assert.Equal(packet, verdict.CopyAt(0, out PacketTarget copied));
        Assert.Equal(new PacketTarget(5, false, null, 0, false), copied);
        Assert.Equal(1, hook.Statistics.Copies);
        Assert.Throws<ArgumentOutOfRangeException>(() => hook.Run(packet).CopyAt(1, out _));
    }

    [Theory]
    [InlineData(16, 0x0008u)]   // protocol, as it lies in memory
    [InlineData(4, 3u)]         // pkt_type: to another host
    [InlineData(0, 60u)]        // len
    [InlineData(12, 2u)]        // queue_mapping
    [InlineData(36, 9u)]        // ingress_ifindex
    [InlineData(40, 9u)]        // ifindex
    [InlineData(160, 1500u)]    // wire_len
    public void Run_TrafficControl_SeesWhereThePacketComesFrom(int field, uint expected)
    {
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(ProgramType.SchedCls, $"r0 = *(u32 *)(r1 +{field})\nexit"));
        using PacketHook hook = new(loaded.Programs["prog"]);
        byte[] packet = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, .. new byte[45]];

        Assert.Equal(expected, hook.Run(new CapturedPacket(packet, new() { Number = 9 }) { Queue = 2, OriginalLength = 1500 }).ReturnValue);
    }

    [Fact]
    public void Run_Timestamp_IsSeen()
    {
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(ProgramType.SchedCls, "r0 = *(u64 *)(r1 +152)\nr0 >>= 32\nexit"));
        using PacketHook hook = new(loaded.Programs["prog"]);

        Assert.Equal(5u, hook.Run(new CapturedPacket(new byte[60]) { Timestamp = 5L << 32 }).ReturnValue);
    }

    [Theory]
    [InlineData(LinkType.RawIP, 0, new byte[] { 0x45 }, 0x0008u)]
    [InlineData(LinkType.RawIP, 0, new byte[] { 0x60 }, 0xDD86u)]
    [InlineData(LinkType.RawIP, 0, new byte[] { 0x10 }, 0u)]
    [InlineData(LinkType.LinuxCooked, 14, new byte[] { 0x86, 0xDD, 0x60 }, 0xDD86u)]
    [InlineData(LinkType.LinuxCooked2, 0, new byte[] { 0x08, 0x00 }, 0x0008u)]
    [InlineData(LinkType.Loopback, 4, new byte[] { 0x45 }, 0x0008u)]
    public void Run_OtherLinks_HaveTheirProtocolElsewhere(LinkType link, int offset, byte[] bytes, uint expected)
    {
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(ProgramType.SchedCls, "r0 = *(u32 *)(r1 +16)\nexit"));
        using PacketHook hook = new(loaded.Programs["prog"]);
        byte[] packet = new byte[60];
        bytes.CopyTo(packet, offset);

        Assert.Equal(expected, hook.Run(new CapturedPacket(packet, new() { LinkType = link })).ReturnValue);
        Assert.Equal(0u, hook.Run(new CapturedPacket([], new() { LinkType = link })).ReturnValue); // shorter than its header
    }

    [Fact]
    public void Run_Fault_AbortsThePacketAndTheNextOneRuns()
    {
        using VmEngine engine = new(new VmOptions { Safety = VmSafety.Checked });
        using VmObject loaded = engine.Load(Object(ProgramType.Xdp, """
            r2 = *(u32 *)(r1 +0)
            r0 = *(u8 *)(r2 +50)
            exit
            """));
        using PacketHook hook = new(loaded.Programs["prog"]);
        byte[] packet = new byte[60];
        packet[50] = 2;

        PacketVerdict broken = hook.Run(new byte[40]);
        Assert.Equal((Abort, VmFaultKind.Memory, true), (broken.Kind, broken.Fault?.Kind, broken.Packet.IsEmpty));
        Assert.Equal(Pass, hook.Run(packet).Kind);
        Assert.Equal((2, 100, 1, 1), (hook.Statistics.Total.Packets, hook.Statistics.Total.Bytes, hook.Statistics.Aborted.Packets, hook.Statistics.Faults));
    }

    [Fact]
    public void Statistics_EveryVerdict_IsCountedWithItsBytes()
    {
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(ProgramType.Xdp, ReturnFirstByte.Replace("{0}", "0", StringComparison.Ordinal).Replace("{1}", "4", StringComparison.Ordinal)));
        using PacketHook hook = new(loaded.Programs["prog"]);

        foreach ((int action, int length) in new[] { (0, 60), (1, 61), (1, 62), (2, 63), (3, 64), (3, 65), (4, 66) }) hook.Run([(byte)action, .. new byte[length - 1]]);

        Assert.Equal(
            new PacketStatistics { Total = new(7, 441), Aborted = new(2, 126), Dropped = new(2, 123), Passed = new(1, 63), Transmitted = new(2, 129) },
            hook.Statistics);
    }

    [Fact]
    public void Run_WarmHook_AllocatesNothing()
    {
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(ProgramType.SchedCls, "r0 = *(u32 *)(r1 +0)\nexit"));
        using PacketHook hook = new(loaded.Programs["prog"]);
        byte[] packet = new byte[1500];
        hook.Run(packet);

        ulong sum = 0;
        long allocated = Allocations.LeastOf(() =>
        {
            sum = 0;
            for (int i = 0; i < 1000; i++) sum += hook.Run(packet).ReturnValue;
        });

        Assert.Equal((0, 1_500_000ul), (allocated, sum));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    public void Run_PacketOfAnyLength_IsSeenWhole(int length)
    {
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(ProgramType.SchedCls, "r0 = *(u32 *)(r1 +80)\nr1 = *(u32 *)(r1 +76)\nr0 -= r1\nexit"));
        using PacketHook hook = new(loaded.Programs["prog"]);

        Assert.Equal((uint)length, hook.Run(new byte[length]).ReturnValue);
    }

    [Fact]
    public void Hook_OfAnotherKindOfProgram_SaysWhichItTakes()
    {
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(ProgramType.RawTracepoint, "r0 = 0\nexit"));

        Assert.Contains("RawTracepoint", Assert.Throws<ArgumentException>(() => new PacketHook(loaded.Programs["prog"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_DisposedHook_SaysSo()
    {
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(ProgramType.Xdp, "r0 = 2\nexit"));
        PacketHook hook = new(loaded.Programs["prog"]);
        hook.Dispose();
        hook.Dispose();

        Assert.Throws<ObjectDisposedException>(() => hook.Run(new byte[60]).Kind);
    }

    [Fact]
    public void Run_HookOfADisposedObject_SaysSo()
    {
        using VmEngine engine = new();
        VmObject loaded = engine.Load(Object(ProgramType.Xdp, "r0 = 2\nexit"));
        PacketHook hook = new(loaded.Programs["prog"]);
        loaded.Dispose();

        Assert.Throws<ObjectDisposedException>(() => hook.Run(new byte[60]).Kind);
        Assert.Throws<ObjectDisposedException>(() => new PacketHook(loaded.Programs["prog"]));
    }

    [Fact]
    public void Run_HooksOnManyThreads_ShareTheMap()
    {
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(Object(ProgramType.Xdp, """
            r1 = map[count][0]+0
            r2 = 1
            lock *(u64 *)(r1 +0) += r2
            r0 = 2
            exit
            """, 0, new MapSpec("count", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 1 }));

        Parallel.For(0, 8, _ =>
        {
            using PacketHook hook = new(loaded.Programs["prog"]);
            for (int i = 0; i < 1000; i++) Assert.Equal(Pass, hook.Run(new byte[60]).Kind);
        });

        Assert.Equal(8000ul, loaded.Map<uint, ulong>("count")[0]);
    }

    private static BpfObject Object(ProgramType type, string text, uint attachType = 0, params MapSpec[] maps)
    {
        AssembledProgram program = Assembler.Assemble(text, HelperNames.Symbols);
        return new()
        {
            Maps = [.. maps],
            Programs =
            [
                new()
                {
                    Name = "prog",
                    Section = "packets",
                    Type = type,
                    ExpectedAttachType = attachType,
                    Instructions = program.Instructions,
                    MapReferences = program.MapReferences,
                },
            ],
        };
    }
}
