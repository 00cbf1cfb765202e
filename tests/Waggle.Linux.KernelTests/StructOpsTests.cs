using System.Net;
using System.Net.Sockets;
using System.Text;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;
using Waggle.Linux.Machine;

namespace Waggle.Linux.KernelTests;

/// <summary>A TCP congestion control in C, registered, and picked by a connection of this test over loopback.</summary>
public class StructOpsTests
{
    private const int Tcp = 6, Congestion = 13; // IPPROTO_TCP, TCP_CONGESTION

    [Theory]
    [InlineData("by_map", "waggle_map", false)]
    [InlineData("by_link", "waggle_link", true)]
    public void AttachStructOps_CongestionControl_IsAskedByAConnection(string map, string name, bool isLink)
    {
        if (isLink && LinksAreRefused()) return;
        using LoadedObject loaded = Load(Read(), map);

        using (StructOpsLink link = loaded.AttachStructOps(map))
        {
            Assert.Equal(isLink, link.IsBpfLink);
            if (isLink) Assert.Equal(LinkKind.StructOps, link.ReadInfo().Kind);
            TalkOverLoopback(name);
        }

        Assert.Equal(1UL, Count(loaded).Started);
        // Before Linux 6.13 a reset connection ends it at the reset and at the close (tcp_cleanup_congestion_control).
        Assert.Equal(KernelRelease.Number >= new Version(6, 13) ? 1UL : 2UL, Count(loaded).Ended);
        Assert.InRange(Count(loaded).Acknowledged, 1UL, ulong.MaxValue);
        Assert.Throws<SocketException>(() => TalkOverLoopback(name)); // no longer registered
    }

    [Fact]
    public void AttachAll_StructOps_RegistersEachMap()
    {
        if (LinksAreRefused()) return;
        using LoadedObject loaded = Load(Read(), null);

        IReadOnlyList<Link> links = loaded.AttachAll();

        Assert.Equal(["by_link", "by_map"], links.Select(l => l.Program).Order());
        TalkOverLoopback("waggle_map");
        TalkOverLoopback("waggle_link");
    }

    [Fact]
    public void Set_MemberBeforeLoad_IsWhatTheKernelRegisters()
    {
        if (LinksAreRefused()) return;
        BpfObject read = Read();
        StructOpsSpec operations = read.Maps.Single(m => m.Name == "by_link").StructOps!;
        operations.Set("name", "waggle_renamed\0"u8);
        operations.Programs.Remove("release"); // optional for the kernel

        using LoadedObject loaded = Load(read, "by_link");
        using StructOpsLink link = loaded.AttachStructOps("by_link");
        TalkOverLoopback("waggle_renamed");

        Assert.Equal(0UL, Count(loaded).Ended);
    }

    [Fact]
    public void Load_MemberThatTheKernelLacks_IsNamedIfItIsSet()
    {
        KernelAccess.RequireEngine();
        BpfObject read = Read();
        read.Maps.Single(m => m.Name == "by_link").StructOps!.Programs["member_of_no_kernel"] = "waggle_init";

        var error = Assert.Throws<BpfNotSupportedException>(() => Load(read, "by_link"));

        Assert.Contains("member_of_no_kernel", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AttachStructOps_RequiredMemberMissing_IsRefused()
    {
        if (LinksAreRefused()) return;
        BpfObject read = Read();
        read.Maps.Single(m => m.Name == "by_link").StructOps!.Programs.Remove("ssthresh");
        using LoadedObject loaded = Load(read, "by_link");

        var error = Assert.Throws<BpfAttachException>(() => loaded.AttachStructOps("by_link"));

        Assert.Contains("by_link", error.Message, StringComparison.Ordinal);
        Assert.Throws<BpfMapException>(() => loaded.AttachStructOps(".bss"));
    }

    [Fact]
    public void AttachStructOps_LeavesNoDescriptor()
    {
        if (LinksAreRefused()) return;
        BpfObject read = Read();
        DescriptorCount.AssertSame(() =>
        {
            using LoadedObject loaded = Load(read, null);
            loaded.AttachAll();
        });
    }

    private static BpfObject Read() => ObjectReader.Read(Clang.Compile("structops.bpf.c"));

    private static bool LinksAreRefused() => OldKernel.Refuses(6, 4, () => Load(Read(), "by_link").Dispose());

    private static LoadedObject Load(BpfObject read, string? only)
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        BpfObject wanted = new()
        {
            License = read.License,
            Programs = read.Programs,
            Maps = [.. read.Maps.Where(m => m.StructOps is null || only is null || m.Name == only)],
            Btf = read.Btf,
        };
        return engine.Load(wanted);
    }

    private static void TalkOverLoopback(string congestionControl)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.SetRawSocketOption(Tcp, Congestion, Encoding.ASCII.GetBytes(congestionControl));
        client.Connect(listener.LocalEndpoint);
        using Socket server = listener.AcceptSocket();
        byte[] bytes = new byte[4096];
        for (int i = 0; i < 16; i++)
        {
            client.Send(bytes);
            int received = 0;
            while (received < bytes.Length) received += server.Receive(bytes);
        }
        client.LingerState = new LingerOption(true, 0); // at once: the operations are not in use afterwards
    }

    private static Counts Count(LoadedObject loaded) => loaded.Global<Counts>(".bss", 0).Value;

    private readonly record struct Counts(ulong Started, ulong Acknowledged, ulong Ended);
}
