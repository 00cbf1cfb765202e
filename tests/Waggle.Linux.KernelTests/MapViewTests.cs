using System.Net;
using System.Net.Sockets;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Links;
using Waggle.Linux.Machine;
using Waggle.Linux.Maps;
using Waggle.Linux.Programs;

namespace Waggle.Linux.KernelTests;

public class MapViewTests
{
    private const uint XdpDevMap = 33, XdpCpuMap = 35; // expected_attach_type
    private const int XdpPass = 2;

    [Fact]
    public void Arena_PointerFromThisProcess_IsFollowedByTheProgramAndBack()
    {
        // r7 = *(u64 *)ctx, the pointer; as(1) memory is reached through an address-space cast (imm: target << 16 | source).
        Instruction cast = new(Opcode.Alu(InstructionClass.Alu64, AluOperation.Move, Operand.Register), Register.R7, Register.R7, 1, 1);
        ProgramSpec program = new Code()
            .Add(Instruction.Load(MemorySize.Double, Register.R7, Register.R1, 0))
            .LoadMap(Register.R1, "memory")
            .Add(cast, Instruction.Load(MemorySize.Double, Register.R2, Register.R7, 0), Instruction.Alu64(AluOperation.Add, Register.R2, 1),
                Instruction.Store(MemorySize.Double, Register.R7, 8, Register.R2))
            .Return(0).Build("follow", "syscall", ProgramType.Syscall);
        KernelEngine engine = KernelAccess.RequireEngine();
        BpfObject obj = new() { Programs = [program with { IsSleepable = true }], Maps = [new MapSpec("memory", MapType.Arena) { MaxEntries = 4, Flags = (uint)MapFlags.Mappable }] };
        if (KernelRelease.Number < new Version(6, 9))
        {
            Assert.ThrowsAny<BpfException>(() => engine.Load(obj));
            return;
        }
        using LoadedObject loaded = engine.Load(obj);
        ArenaMap arena = new(loaded.Maps["memory"]);
        arena.Ref<ulong>(Environment.SystemPageSize) = 41; // the second page

        byte[] context = BitConverter.GetBytes(arena.Address + (ulong)Environment.SystemPageSize);
        loaded.Programs["follow"].Run(context);

        Assert.Equal(42UL, arena.Follow<ulong>(arena.Address + (ulong)Environment.SystemPageSize + 8));
        Assert.Equal(42, arena.Slice(Environment.SystemPageSize + 8, 8)[0]);
        Assert.Equal(4 * Environment.SystemPageSize, arena.Length);
        Assert.Equal(0UL, arena.Ref<ulong>(0)); // a page that nobody has touched
        Assert.Throws<ArgumentOutOfRangeException>(() => arena.Ref<ulong>(arena.Length - 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => arena.Follow<ulong>(0));
        loaded.Dispose();
        Assert.Throws<ObjectDisposedException>(() => arena.Ref<ulong>(0));
    }

    [Theory]
    [InlineData(MapType.DevMap)]
    [InlineData(MapType.DevMapHash)]
    public void DeviceMap_InterfacesAndPrograms_AreSetReadAndRemoved(MapType type) => TestNetwork.Run(network =>
    {
        using LoadedObject loaded = Load(new MapSpec("devices", type) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 4 }, Programs.Trivial("xdp/devmap", ProgramType.Xdp, XdpDevMap));
        DeviceMap devices = new(loaded.Maps["devices"]);
        KernelProgram program = loaded.Programs["trivial"];

        devices.Set(1, network.Far);
        devices.Set(2, network.Near, program);

        Assert.True(devices.TryGet(1, out int far, out uint none));
        Assert.True(devices.TryGet(2, out int near, out uint id));
        Assert.Equal((network.Far, 0U, network.Near, program.Id), (far, none, near, id));
        Assert.Contains("no interface 9999", Assert.Throws<BpfMapException>(() => devices.Set(3, 9999)).Message, StringComparison.Ordinal);
        Assert.True(devices.Remove(1));
        Assert.False(devices.TryGet(1, out _, out _));
        if (type == MapType.DevMapHash) Assert.Throws<BpfMapException>(() => devices.Set(2, network.Far, mode: UpdateMode.Add));
    });

    [Fact]
    public void DeviceMap_ValuesWithoutRoom_RefuseAProgram() => TestNetwork.Run(network =>
    {
        using LoadedObject loaded = Load(new MapSpec("devices", MapType.DevMap) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 4 }, Programs.Trivial("xdp/devmap", ProgramType.Xdp, XdpDevMap));
        DeviceMap devices = new(loaded.Maps["devices"]);

        devices.Set(0, network.Far);

        Assert.True(devices.TryGet(0, out int far, out _));
        Assert.Equal(network.Far, far);
        Assert.Contains("no room for a program", Assert.Throws<BpfMapException>(() => devices.Set(0, network.Far, loaded.Programs["trivial"])).Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Run_LiveFramesIntoADeviceMap_ArriveAtTheOtherEnd() => TestNetwork.Run(network =>
    {
        const int Frames = 5;
        using var counter = new Counter(Programs.CountRuns("xdp", ProgramType.Xdp, 37, XdpPass));
        using XdpLink link = counter.Program.AttachXdp(network.Far, XdpMode.Driver); // veth takes redirected frames if its peer has a program
        ProgramSpec redirect = new Code()
            .LoadMap(Register.R1, "devices")
            .Add(Instruction.Move(Register.R2, 0), Instruction.Move(Register.R3, 0), Instruction.CallHelper(51), Instruction.Exit) // bpf_redirect_map
            .Build("redirect", "xdp", ProgramType.Xdp, 37);
        using LoadedObject loaded = Load(new MapSpec("devices", MapType.DevMap) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 1 }, redirect);
        new DeviceMap(loaded.Maps["devices"]).Set(0, network.Near);

        loaded.Programs["redirect"].Run(new ProgramRun { Packet = new byte[64], Repeat = Frames, Flags = ProgramRunFlags.LiveFrames, BatchSize = 2 });
        counter.WaitFor(Frames);

        Assert.Equal((ulong)Frames, counter.Hits);
    });

    [Fact]
    public void CpuMap_QueuesAndPrograms_AreSetReadAndRemoved()
    {
        using LoadedObject loaded = Load(new MapSpec("cpus", MapType.CpuMap) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = (uint)PossibleCpus.Count }, Programs.Trivial("xdp/cpumap", ProgramType.Xdp, XdpCpuMap));
        CpuMap cpus = new(loaded.Maps["cpus"]);
        Assert.False(cpus.TryGet(0, out _, out _));

        cpus.Set(0, 64, loaded.Programs["trivial"]);

        Assert.True(cpus.TryGet(0, out uint length, out uint id));
        Assert.Equal((64U, loaded.Programs["trivial"].Id), (length, id));
        Assert.Contains("16,384", Assert.Throws<BpfMapException>(() => cpus.Set(0, 100_000)).Message, StringComparison.Ordinal);
        Assert.Throws<BpfMapException>(() => cpus.Set((uint)PossibleCpus.Count, 1));
        cpus.Remove(0);
        Assert.False(cpus.TryGet(0, out _, out _));
    }

    [Fact]
    public void SocketArray_SocketsOfAReuseportGroup_AreKnownByTheirCookie()
    {
        using LoadedObject loaded = Load(new MapSpec("sockets", MapType.ReuseportSockArray) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 4 });
        SocketArray sockets = new(loaded.Maps["sockets"]);
        using Socket shared = Bind(isReuseport: true), alone = Bind(isReuseport: false);

        sockets.Set(1, shared.SafeHandle);

        Assert.True(sockets.TryGetCookie(1, out ulong cookie));
        Assert.Equal(CookieOf(shared), cookie);
        Assert.Contains("SO_REUSEPORT", Assert.Throws<BpfMapException>(() => sockets.Set(2, alone.SafeHandle)).Message, StringComparison.Ordinal);
        Assert.True(sockets.Remove(1));
        Assert.False(sockets.TryGetCookie(1, out _));
    }

    [Fact]
    public void SocketArray_SocketThatIsNoAfXdpOne_IsRefusedInWords()
    {
        using LoadedObject loaded = Load(new MapSpec("sockets", MapType.XskMap) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 4 });
        using Socket socket = Bind(isReuseport: false);

        var error = Assert.Throws<BpfMapException>(() => new SocketArray(loaded.Maps["sockets"]).Set(0, socket.SafeHandle));

        Assert.Contains("AF_XDP", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MapType.CgroupStorageDeprecated)]
    [InlineData(MapType.PerCpuCgroupStorageDeprecated)]
    public void CgroupStorage_OfAnAttachment_CountsItsPackets(MapType type)
    {
        ProgramSpec program = new Code()
            .LoadMap(Register.R1, "storage")
            .Add(Instruction.Move(Register.R2, 0), Instruction.CallHelper(81), Instruction.Move(Register.R1, 1), // bpf_get_local_storage
                Instruction.Atomic(AtomicOperation.Add, MemorySize.Double, Register.R0, Register.R1, 0))
            .Return(1).Build("count", "cgroup_skb/egress", ProgramType.CgroupSkb, 1);
        using LoadedObject loaded = Load(new MapSpec("storage", type) { KeySizeInBytes = 16, ValueSizeInBytes = 8 }, program);
        using var cgroup = new TestCgroup();
        using CgroupLink link = loaded.Programs["count"].AttachCgroup(cgroup.Path);
        CgroupStorageKey key = new(link.ReadInfo().CgroupId!.Value, 1);

        cgroup.Run("for i in 1 2 3; do echo x > /dev/udp/127.0.0.1/9; done");

        if (type == MapType.CgroupStorageDeprecated)
        {
            Assert.Equal(3UL, loaded.Map<CgroupStorageKey, ulong>("storage")[key]);
            return;
        }
        ulong[] counts = new ulong[PossibleCpus.Count];
        Assert.True(loaded.PerCpuMap<CgroupStorageKey, ulong>("storage").TryGet(key, counts));
        Assert.Equal(3, counts.Sum(c => (long)c));
    }

    [Fact]
    public void StorageMap_OfACgroup_IsSetReadAndRemoved()
    {
        KernelAccess.RequireEngine();
        MapSpec spec = new("storage", MapType.CgroupStorage) { KeySizeInBytes = 4, ValueSizeInBytes = 8, Flags = (uint)MapFlags.NoPreallocation };
        if (KernelRelease.Number < new Version(6, 2))
        {
            Assert.ThrowsAny<BpfException>(() => KernelMap.Create(spec));
            return;
        }
        using var cgroup = new TestCgroup();
        using var map = KernelMap.Create(spec);
        using System.Runtime.InteropServices.SafeHandle folder = StorageOwner.OpenPath(cgroup.Path);
        StorageMap<ulong> storage = new(map);

        storage.Set(folder, 42);

        Assert.True(storage.TryGet(folder, out ulong value));
        Assert.Equal(42UL, value);
        Assert.True(storage.Remove(folder));
        Assert.False(storage.TryGet(folder, out _));
    }

    [Fact]
    public async Task Locked_ReadsAndWritesBesideAProgram_SeeNoHalfWrittenValue()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(ObjectReader.Read(Clang.Compile("mapviews.bpf.c")));
        BpfMap<uint, Guarded> map = loaded.Map<uint, Guarded>("pair");
        const int Runs = 20_000;
        Task program = Task.Run(() => loaded.Programs["step"].Run(data: new byte[64], repeat: Runs), TestContext.Current.CancellationToken);

        for (int i = 0; i < 200; i++)
        {
            Assert.True(map.TryGetLocked(0, out Guarded seen));
            Assert.Equal(seen.First, seen.Second);
        }
        await program;
        map.Set(0, new Guarded { Runs = 7, First = 1, Second = 1 }, UpdateMode.AddOrReplace | UpdateMode.Locked);

        Assert.Equal((7U, 1UL, 1UL), (map[0].Runs, map[0].First, map[0].Second));
        using KernelMap plain = KernelMap.Create(Programs.Hits);
        Assert.ThrowsAny<BpfException>(() => new BpfMap<uint, UInt128>(plain).Set(0, 1, UpdateMode.Locked));
    }

    [Fact]
    public async Task Enumeration_WhileOthersComeAndGo_SeesEachKeyThatStaysExactlyOnce()
    {
        const int Staying = 2000, Passing = 2000;
        using LoadedObject loaded = Load(new MapSpec("keys", MapType.Hash) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = Staying + Passing });
        BpfMap<int, long> map = loaded.Map<int, long>("keys");
        for (int key = 0; key < Staying; key++) map[key] = key;
        using var stop = new CancellationTokenSource();
        Task[] writers = [.. Enumerable.Range(0, 2).Select(writer => Task.Run(() => ComeAndGo(map, Staying + writer, stop.Token)))];

        try
        {
            for (int round = 0; round < 20; round++)
            {
                var seen = new Dictionary<int, int>();
                foreach ((int key, long value) in map)
                {
                    if (key >= Staying) continue;
                    Assert.Equal(key, value);
                    seen[key] = seen.GetValueOrDefault(key) + 1;
                }
                Assert.Equal(Staying, seen.Count);
                Assert.All(seen.Values, times => Assert.Equal(1, times));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(writers);
        }

        static void ComeAndGo(BpfMap<int, long> map, int first, CancellationToken stop)
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                int key = first + i * 2 % (Passing - 2);
                if (!map.Remove(key)) map[key] = -1;
            }
        }
    }

    private static LoadedObject Load(MapSpec map, params ProgramSpec[] programs) =>
        KernelAccess.RequireEngine().Load(new BpfObject { Programs = [.. programs], Maps = [map] });

    private static Socket Bind(bool isReuseport)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        if (isReuseport) socket.SetRawSocketOption(1, 15, BitConverter.GetBytes(1)); // SOL_SOCKET, SO_REUSEPORT
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static ulong CookieOf(Socket socket)
    {
        byte[] cookie = new byte[8];
        Assert.Equal(8, socket.GetRawSocketOption(1, 57, cookie)); // SO_COOKIE
        return BitConverter.ToUInt64(cookie);
    }

    private struct Guarded
    {
#pragma warning disable CS0649 // the kernel's
        public uint Lock;
#pragma warning restore CS0649
        public uint Runs;
        public ulong First, Second;
    }
}
