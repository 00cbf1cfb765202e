using System.Runtime.CompilerServices;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Inspection;
using Waggle.Linux.Maps;
using Waggle.Linux.Pins;

namespace Waggle.Linux.KernelTests;

/// <summary>C# types against the types that clang wrote for the maps of inspected.bpf.c.</summary>
public class MapLayoutTests
{
    [Fact]
    public void Map_TypesThatFit_Opens()
    {
        using LoadedObject loaded = Load();

        BpfMap<Address, Session> sessions = loaded.Map<Address, Session>("sessions");
        sessions[new Address { Host = 1, Port = 80 }] = new Session { Id = 7, State = State.Closed, Active = true, Bytes = 9 };

        Assert.Equal((7U, State.Closed, true), (sessions[new Address { Host = 1, Port = 80 }].Id, sessions[new Address { Host = 1, Port = 80 }].State, sessions[new Address { Host = 1, Port = 80 }].Active));
        loaded.Map<Address, Session>("sessions");
        loaded.PerCpuMap<uint, Point>("counts");
        loaded.Map<ulong, RawSession>("sessions", LayoutCheck.SizeOnly);
    }

    [Theory]
    [InlineData(typeof(SwappedSession), "field 'State' of SwappedSession is at byte 0 (State), and 'state' of struct session at byte 4 (enum state)")]
    [InlineData(typeof(FloatSession), "field 'id' of struct session is unsigned int of 4 bytes at byte 0, and FloatSession has 'Id', Single of 4 bytes at byte 0 there")]
    [InlineData(typeof(WidePointsSession), "field 'points[0].x' of struct session is short of 2 bytes at byte 8, and WidePointsSession has 'Points', Int64 of 8 bytes at byte 8 there")]
    [InlineData(typeof(ShortStateSession), "and ShortStateSession has 'Small', UInt16 of 2 bytes at byte 4 there")]
    public void Map_TypeThatDiffers_NamesFieldPlaceAndBothTypes(Type type, string expected)
    {
        using LoadedObject loaded = Load();
        var open = typeof(MapLayoutTests).GetMethod(nameof(Open), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(type);

        var error = Assert.Throws<BpfMapException>(() => open.CreateDelegate<Action<LoadedObject>>()(loaded));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("SizeOnly", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenMap_ByNumberAndByPin_ChecksAgainstTheKernelsTypes()
    {
        using LoadedObject loaded = Load();
        using PinFolder pins = PinFolder.OpenDetached();
        pins.Pin(loaded.Maps["sessions"], "sessions");
        using KernelMap byNumber = KernelInventory.OpenMap(loaded.Maps["sessions"].Id)!, byPin = pins.OpenMap("sessions");

        foreach (KernelMap map in new[] { byNumber, byPin })
        {
            _ = new BpfMap<Address, Session>(map);
            var error = Assert.Throws<BpfMapException>(() => new BpfMap<Address, FloatSession>(map));
            Assert.Contains("'id' of struct session", error.Message, StringComparison.Ordinal);
        }
    }

    private static void Open<TValue>(LoadedObject loaded) where TValue : unmanaged => loaded.Map<Address, TValue>("sessions");

    private static LoadedObject Load() => KernelAccess.RequireEngine().Load(ObjectReader.Read(Clang.Compile("inspected.bpf.c")));

#pragma warning disable CS0649, CS0169 // only the layout of these types counts
    private enum State : uint
    {
        New,
        Open = 5,
        Closed,
    }

    private struct Address
    {
        public uint Host;
        public ushort Port, Family;
    }

    private record struct Point(short X, short Y);

    [InlineArray(2)]
    private struct TwoPoints
    {
        private Point _first;
    }

    private unsafe struct Session
    {
        public uint Id;
        public State State;
        public TwoPoints Points;
        public fixed byte Name[8];
        public sbyte Level;
        public bool Active;
        public ulong Bytes;
        public fixed byte Mac[6];
    }

    private struct SwappedSession
    {
        public State State;
        public uint Id;
        public Rest Rest;
    }

    private struct FloatSession
    {
        public float Id;
        public State State;
        public Rest Rest;
    }

    private struct WidePointsSession
    {
        public uint Id;
        public State State;
        public long Points;
        public ulong Name, Flags, Bytes, Mac;
    }

    private struct ShortStateSession
    {
        public uint Id;
        public ushort Small;
        public Rest Rest;
    }

    private unsafe struct RawSession
    {
        public fixed ulong Bytes[6];
    }

    private unsafe struct Rest
    {
        private fixed byte _bytes[32];
        private readonly ulong _end;
    }
}
