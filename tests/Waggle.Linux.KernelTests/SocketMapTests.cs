using System.Net;
using System.Net.Sockets;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;
using Waggle.Linux.Maps;

namespace Waggle.Linux.KernelTests;

/// <summary>TCP connections of the test over loopback, redirected or dropped by programs of a sockmap.</summary>
public class SocketMapTests
{
    private const int Drop = 0, Pass = 1;
    private const uint StreamParser = 4, StreamVerdict = 5, MessageVerdict = 7;

    [Theory]
    [InlineData(MapType.SockMap, true)]
    [InlineData(MapType.SockHash, true)]
    [InlineData(MapType.SockMap, false)]
    public void AttachSocketMap_MessageThatIsRedirected_ArrivesAtTheOtherConnection(MapType type, bool hasLinks)
    {
        using LoadedObject loaded = Load(type, Redirect("sk_msg", ProgramType.SkMsg, MessageVerdict, type == MapType.SockMap ? 60 : 71)); // bpf_msg_redirect_map, _hash
        using var one = new Connection();
        using var other = new Connection();
        var map = new SocketMap<uint>(loaded.Maps["sockets"]);

        using (SocketMapLink link = hasLinks
            ? loaded.Programs["redirect"].AttachSocketMap(loaded.Maps["sockets"])
            : SocketMapLink.Attach(loaded.Programs["redirect"].Descriptor, "redirect", loaded.Maps["sockets"].Descriptor, "sockets",
                Interop.BpfAttachType.BPF_SK_MSG_VERDICT, hasLinks: false))
        {
            map.Set(0, other.Client.SafeHandle);
            map.Set(1, one.Client.SafeHandle);
            one.Client.Send("hello"u8);

            Assert.Equal("hello", other.Receive(5));
            Assert.Equal(0, one.Server.Available);
            if (link.IsBpfLink) Assert.Equal(LinkKind.SocketMap, link.ReadInfo().Kind);
            Assert.True(map.TryGetCookie(0, out ulong cookie) && cookie != 0);
        }
        // A socket keeps the programs that the map had when it was put in; one that is put in now has none.
        Assert.True(map.Remove(1));
        map.Set(1, one.Client.SafeHandle);
        one.Client.Send("again"u8);

        Assert.Equal("again", one.Receive(5));
        Assert.False(map.Remove(7));
    }

    [Fact]
    public void AttachSocketMap_MessageThatIsDropped_FailsTheSender()
    {
        using LoadedObject loaded = Load(MapType.SockMap, Programs.CountRuns("sk_msg", ProgramType.SkMsg, MessageVerdict, Drop));
        using var connection = new Connection();
        using SocketMapLink link = loaded.Programs["count"].AttachSocketMap(loaded.Maps["sockets"]);
        new SocketMap<uint>(loaded.Maps["sockets"]).Set(0, connection.Client.SafeHandle);

        Assert.Equal(SocketError.AccessDenied, Assert.Throws<SocketException>(() => connection.Client.Send("x"u8)).SocketErrorCode);

        Assert.Equal(1UL, loaded.Global<ulong>("hits", 8).Value);
    }

    [Fact]
    public void AttachSocketMap_StreamParserAndVerdict_SeeWhatASocketReceives()
    {
        ProgramSpec parser = new Code().Add(Instruction.Load(MemorySize.Word, Register.R0, Register.R1, 0), Instruction.Exit) // skb->len
            .Build("parser", "sk_skb/stream_parser", ProgramType.SkSkb, StreamParser);
        using LoadedObject loaded = Load(MapType.SockMap, parser,
            Redirect("sk_skb/stream_verdict", ProgramType.SkSkb, StreamVerdict, 52)); // bpf_sk_redirect_map
        using var one = new Connection();
        using var other = new Connection();
        using SocketMapLink parserLink = loaded.Programs["parser"].AttachSocketMap(loaded.Maps["sockets"]);
        using SocketMapLink verdictLink = loaded.Programs["redirect"].AttachSocketMap(loaded.Maps["sockets"]);
        var map = new SocketMap<uint>(loaded.Maps["sockets"]);
        map.Set(0, other.Client.SafeHandle);
        map.Set(1, one.Server.SafeHandle);

        one.Client.Send("hello"u8);

        Assert.Equal("hello", other.Receive(5));
    }

    [Fact]
    public void AttachSocketMap_VerdictWithoutParser_CountsWhatASocketReceives()
    {
        using LoadedObject loaded = Load(MapType.SockMap, Programs.CountRuns("sk_skb/verdict", ProgramType.SkSkb, 38, Pass));
        using var connection = new Connection();
        using SocketMapLink link = loaded.Programs["count"].AttachSocketMap(loaded.Maps["sockets"]);
        new SocketMap<uint>(loaded.Maps["sockets"]).Set(0, connection.Server.SafeHandle);

        connection.Client.Send("hello"u8);

        Assert.Equal("hello", connection.Receive(5));
        Assert.Equal(1UL, loaded.Global<ulong>("hits", 8).Value);
    }

    [Fact]
    public void AttachSocketMap_WrongMapsSocketsAndSections_AreTypedErrors()
    {
        using LoadedObject loaded = Load(MapType.SockMap, Programs.CountRuns("sk_msg", ProgramType.SkMsg, MessageVerdict, Pass),
            Programs.CountRuns("sk_skb", ProgramType.SkSkb, 0, Pass) with { Name = "unsaid" });
        using var alone = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using SocketMapLink link = loaded.Programs["count"].AttachSocketMap(loaded.Maps["sockets"]);

        Assert.Throws<BpfAttachException>(() => loaded.Programs["count"].AttachSocketMap(loaded.Maps["hits"]));
        Assert.Contains("stream_verdict", Assert.Throws<BpfNotSupportedException>(() =>
            loaded.Programs["unsaid"].AttachSocketMap(loaded.Maps["sockets"])).Message, StringComparison.Ordinal);
        Assert.Throws<BpfMapException>(() => new SocketMap<uint>(loaded.Maps["sockets"]).Set(0, alone.SafeHandle));
        Assert.Throws<BpfMapException>(() => new SocketMap<ulong>(loaded.Maps["sockets"]));
        Assert.Throws<BpfMapException>(() => new SocketMap<uint>(loaded.Maps["hits"]));
        Assert.Contains("AttachSocketMap", Assert.Throws<BpfNotSupportedException>(() => loaded.Programs["count"].Attach()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_SocketMapLinks_CloseEveryDescriptor() => DescriptorCount.AssertSame(() =>
    {
        using LoadedObject loaded = Load(MapType.SockMap, Programs.CountRuns("sk_msg", ProgramType.SkMsg, MessageVerdict, Pass));
        loaded.Programs["count"].AttachSocketMap(loaded.Maps["sockets"]).Dispose();
        SocketMapLink.Attach(loaded.Programs["count"].Descriptor, "count", loaded.Maps["sockets"].Descriptor, "sockets",
            Interop.BpfAttachType.BPF_SK_MSG_VERDICT, hasLinks: false).Dispose();
    });

    // Sends to the socket at key 0 (sockhash: the key is at the top of the stack).
    private static ProgramSpec Redirect(string section, ProgramType type, uint attachType, int helper)
    {
        Code code = new Code().LoadMap(Register.R2, "sockets");
        if (helper == 71)
            code.Add(Instruction.Store(MemorySize.Word, Register.R10, -4, 0), Instruction.Move(Register.R3, Register.R10), Instruction.Alu64(AluOperation.Add, Register.R3, -4));
        else
            code.Add(Instruction.Move(Register.R3, 0));
        return code.Add(Instruction.Move(Register.R4, 0), Instruction.CallHelper(helper), Instruction.Exit).Build("redirect", section, type, attachType);
    }

    private static LoadedObject Load(MapType type, params ProgramSpec[] programs) => KernelAccess.RequireEngine().Load(new BpfObject
    {
        Programs = [.. programs],
        Maps = [Programs.Hits, new MapSpec("sockets", type) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 8 }],
    });

    /// <summary>Two connected sockets.</summary>
    private sealed class Connection : IDisposable
    {
        public Connection()
        {
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            Client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            Client.Connect(listener.LocalEndPoint!);
            Server = listener.Accept();
            Server.ReceiveTimeout = 30_000;
        }

        public Socket Client { get; }

        public Socket Server { get; }

        public string Receive(int length)
        {
            byte[] bytes = new byte[length];
            for (int done = 0; done < length;)
            {
                int count = Server.Receive(bytes, done, length - done, SocketFlags.None);
                Assert.NotEqual(0, count);
                done += count;
            }
            return System.Text.Encoding.ASCII.GetString(bytes);
        }

        public void Dispose()
        {
            Client.Dispose();
            Server.Dispose();
        }
    }
}
