using CsCheck;
using Waggle.Vm.Packets.Captures;

namespace Waggle.Vm.Tests.Packets;

public class CaptureFileTests
{
    private const uint Microseconds = 0xA1B2C3D4, Nanoseconds = 0xA1B23C4D;
    private const long Second = 1_000_000_000;

    public static TheoryData<CaptureFormat, bool> Formats
    {
        get
        {
            TheoryData<CaptureFormat, bool> rows = [];
            foreach (CaptureFormat format in Enum.GetValues<CaptureFormat>())
            {
                rows.Add(format, false);
                rows.Add(format, true);
            }

            return rows;
        }
    }

    [Theory, InlineData(false, false), InlineData(false, true), InlineData(true, false), InlineData(true, true)]
    public void Read_Pcap_GivesTimesInNanoseconds(bool isBigEndian, bool hasNanoseconds)
    {
        byte[] file = new CaptureBytes(isBigEndian).Pcap(hasNanoseconds ? Nanoseconds : Microseconds, 0x1400_0001) // 4 bytes of checksum: not the link's number
            .Record(1_700_000_000, 123_456, 100, 1, 2, 3).Record(uint.MaxValue, 999_999, 0).ToArray();

        List<TestPacket> packets = TestCapture.Read(file);

        int unit = hasNanoseconds ? 1 : 1000;
        Assert.Equal(
        [
            new("010203", 100, 1_700_000_000 * Second + 123_456 * unit, null, null, LinkType.Ethernet, 0, 0, "", null),
            new("", 0, uint.MaxValue * Second + 999_999 * unit, null, null, LinkType.Ethernet, 0, 0, "", null),
        ], packets);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Read_PcapNg_KnowsInterfacesOptionsAndSections(bool isBigEndian)
    {
        byte[] file =
        [
            .. new CaptureBytes(isBigEndian).Section()
                .Interface(1, 0, o => o.Option(2, v => v.U8("eth0"u8)).Option(3, v => v.U8("the door"u8)).Option(9, v => v.U8(9)).Option(0, _ => { }))
                .Interface(101, 4, o => o.Option(14, v => v.U64(10))) // microseconds and an offset
                .Block(5, b => b.U32(0).U64(0)) // statistics
                .Packet(0, 5, 3, [1, 2, 3], o => o.Option(1, v => v.U8("odd"u8)).Option(2, v => v.U32(2)).Option(6, v => v.U32(7)).Option(7, v => v.U8(2).U64(1)).Option(99, v => v.U8(1)).Option(0, _ => { }))
                .Packet(1, 6, 9, [4]).ToArray(),
            // Another section has its own order and interfaces. Its simple packet is cut off at 4 bytes.
            .. new CaptureBytes(!isBigEndian).Section().Interface(113, 4).Block(3, b => b.U32(6).U8(5, 6, 7, 8)).Block(2, b => b.U16(0).U16(1).U32(0).U32(7).U32(1).U32(1).U8(9)).ToArray(),
        ];

        List<TestPacket> packets = TestCapture.Read(file);

        Assert.Equal(
        [
            new("010203", 3, 5, "eth0", "the door", LinkType.Ethernet, 7, 2, "odd", new(VerdictSource.Xdp, 1)),
            new("04", 9, 10 * Second + 6000, null, null, LinkType.RawIP, 0, 0, "", null),
            new("05060708", 6, 0, null, null, LinkType.LinuxCooked, 0, 0, "", null),
            new("09", 1, 7000, null, null, LinkType.LinuxCooked, 0, 0, "", null),
        ], packets);
    }

    [Theory]
    [InlineData(0, 3, 3_000_000_000)]
    [InlineData(3, 3, 3_000_000)]
    [InlineData(12, 3_999, 3)]       // finer than it can be kept
    [InlineData(40, ulong.MaxValue, 0)]
    [InlineData(0x80 | 1, 3, 1_500_000_000)]
    [InlineData(0x80 | 30, 1 << 30, 1_000_000_000)]
    [InlineData(0xFF, ulong.MaxValue, 0)]
    public void Read_PcapNgResolution_IsConverted(byte resolution, ulong units, long expected)
    {
        byte[] file = new CaptureBytes(false).Section().Interface(1, 0, o => o.Option(9, v => v.U8(resolution))).Packet(0, units, 1, [1]).ToArray();

        Assert.Equal(expected, Assert.Single(TestCapture.Read(file)).Timestamp);
    }

    [Theory, MemberData(nameof(Formats))]
    public void WriteAndRead_AnyPackets_AreTheSame(CaptureFormat format, bool isBigEndian)
    {
        var gen = from data in Gen.Byte.Array[0, 3000]
                  from more in Gen.UInt[0, 9]
                  from time in Gen.Long[0, uint.MaxValue * Second]
                  from which in Gen.Int[0, 2]
                  from queue in Gen.UInt
                  from flags in Gen.UInt
                  from comment in Gen.String[Gen.Char['a', 'ÿ'], 0, 9]
                  from verdict in Gen.Select(Gen.Enum<VerdictSource>(), Gen.ULong).Nullable()
                  let rich = format == CaptureFormat.PcapNg
                  select new TestPacket(
                      Convert.ToHexString(data), (uint)data.Length + more, format == CaptureFormat.PcapMicroseconds ? time / 1000 * 1000 : time,
                      rich && which > 0 ? $"eth{which}" : null, rich && which > 1 ? "second" : null, rich && which == 2 ? LinkType.RawIP : LinkType.Ethernet,
                      rich ? queue : 0, rich ? flags : 0, rich ? comment : "", rich && verdict is { } v ? new(v.Item1, v.Item2) : null);

        gen.List[0, 40].Sample(packets => Assert.Equal(packets, TestCapture.Read(TestCapture.Write(packets, format, isBigEndian))), iter: 200);
    }

    [Theory, MemberData(nameof(Formats))]
    public void Read_FileCutAnywhere_GivesWhatIsWholeAndSaysWhereItEnds(CaptureFormat format, bool isBigEndian)
    {
        TestPacket[] packets = [.. Enumerable.Range(0, 3).Select(i => new TestPacket(new string('A', 2 * (14 + i)), 99, i, null, null, LinkType.Ethernet, 0, 0, "", null))];
        byte[] file = TestCapture.Write(packets, format, isBigEndian);
        int whole = 0;

        for (int length = 0; length < file.Length; length++)
        {
            List<TestPacket> read = [];
            CaptureFormatException? error = ReadAll(file[..length], read);

            Assert.Equal(packets.Take(read.Count), read.Select(p => p with { Timestamp = packets[read.IndexOf(p)].Timestamp }));
            if (error is null) whole++;
            else Assert.InRange(error.Offset, 0, length);
        }

        Assert.Equal(format == CaptureFormat.PcapNg ? 1 + 3 : 3, whole); // behind the headers, and behind each packet but the last
    }

    [Theory, MemberData(nameof(Formats))]
    public void Read_DamagedBytes_NeverDoesMoreThanSayingSo(CaptureFormat format, bool isBigEndian)
    {
        TestPacket[] packets = [.. Enumerable.Range(0, 5).Select(i => new TestPacket(new string('A', 2 * (14 + i)), 99, i, "e", "d", LinkType.Ethernet, 1, 1, "c", new(VerdictSource.Xdp, 2)))];
        byte[] file = TestCapture.Write(packets, format, isBigEndian);

        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte).List[1, 6].Sample(changes =>
        {
            byte[] damaged = [.. file];
            foreach ((int at, byte value) in changes) damaged[at] = value;

            CaptureFormatException? error = null;
            Assert.InRange(Allocations.Of(() => error = ReadAll(damaged, [])), 0, 1_000_000);
            if (error is not null) Assert.InRange(error.Offset, 0, file.Length);
        }, iter: 4_000);
    }

    public static TheoryData<string, byte[], long, string> Damages => new()
    {
        { "nothing", [], 0, "needs 4 bytes, and 0 are left" },
        { "no capture", [1, 2, 3, 4, 5, 6, 7, 8], 0, "begins with 0x01020304" },
        { "version", new CaptureBytes(false).U32(Microseconds).U16(3).U16(0).U64(0).U64(0).ToArray(), 4, "version" },
        { "long packet", new CaptureBytes(true).Pcap(Microseconds).U32(0).U32(0).U32(int.MaxValue).U32(9).ToArray(), 32, "2147483647: 16777216 is the most" },
        { "claimed packet", new CaptureBytes(true).Pcap(Microseconds).U32(0).U32(0).U32(16_000_000).U32(9).U8(1, 2).ToArray(), 24, "needs 16000016 bytes, and 18 are left" },
        { "byte order", new CaptureBytes(false).U32(0x0A0D0D0A).U32(28).U32(0x11223344).U64(0).U64(0).U32(28).ToArray(), 8, "byte order" },
        { "section's version", new CaptureBytes(false).Section(2).ToArray(), 12, "version of a section is 2" },
        { "odd block", new CaptureBytes(false).Section().U32(6).U32(33).ToArray(), 32, "multiple of 4" },
        { "short block", new CaptureBytes(false).Section().U32(6).U32(16).U64(0).ToArray(), 32, "at least 32 bytes" },
        { "zero block", new CaptureBytes(false).Section().U32(77).U32(0).ToArray(), 32, "at least 12 bytes" },
        { "long block", new CaptureBytes(false).Section().U32(6).U32(0xFFFF_FFF0).ToArray(), 32, "is the most" },
        { "long block to skip", new CaptureBytes(false).Section().U32(77).U32(0xFFFF_FFF0).ToArray(), 36, "ends inside a block" },
        { "trailer", new CaptureBytes(true).Section().U32(77).U32(12).U32(16).ToArray(), 36, "at its beginning it is 12" },
        { "interface", new CaptureBytes(true).Section().Packet(0, 0, 1, [1]).ToArray(), 36, "has described 0 so far" },
        { "interface of another section", new CaptureBytes(true).Section().Interface().Section().Packet(0, 0, 1, [1]).ToArray(), 84, "has described 0 so far" },
        { "packet longer than its block", new CaptureBytes(true).Section().Interface().Block(6, b => b.U32(0).U64(0).U32(5).U32(5).U32(0)).ToArray(), 68, "room for 4" },
        { "simple packet longer than its block", new CaptureBytes(true).Section().Interface().Block(3, b => b.U32(5).U32(0)).ToArray(), 56, "room for 4" },
        { "option", new CaptureBytes(true).Section().Interface(1, 0, o => o.U16(2).U16(5).U32(0)).ToArray(), 44, "ends inside option 2" },
        { "time", new CaptureBytes(true).Section().Interface(1, 0, o => o.Option(9, v => v.U8(0))).Packet(0, ulong.MaxValue, 1, [1]).ToArray(), 68, "before 1677" },
    };

    [Theory, MemberData(nameof(Damages))]
    public void Read_Damage_IsNamedWithItsPlace(string what, byte[] file, long offset, string text)
    {
        _ = what;

        CaptureFormatException? error = ReadAll(file, []);

        Assert.NotNull(error);
        Assert.Equal(offset, error.Offset);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_StreamThatGivesFewBytesAtATime_GivesTheSame()
    {
        TestPacket[] packets = [.. Enumerable.Range(0, 50).Select(i => new TestPacket(new string('A', 2 * 5000 * (i % 20 + 1)), 200_000, i, null, null, LinkType.Ethernet, 0, 0, "", null))];
        byte[] file = TestCapture.Write(packets, CaptureFormat.PcapNg, isBigEndian: false);

        Assert.Equal(packets, TestCapture.Read(new SlowStream(file)));
    }

    [Fact]
    public void ReadAndWrite_EachPacket_AllocateNothing()
    {
        TestPacket[] packets = [.. Enumerable.Range(0, 2000).Select(i => new TestPacket(new string('A', 200), 100, i, "eth0", null, LinkType.Ethernet, 0, 0, "", null))];
        byte[] file = TestCapture.Write(packets, CaptureFormat.PcapNg, isBigEndian: false);
        CancellationToken stop = TestContext.Current.CancellationToken;

        Assert.Equal(0, Allocations.LeastOf(Copy));

        long Copy()
        {
            using CaptureReader reader = CaptureReader.Open(new MemoryStream(file));
            using CaptureWriter writer = CaptureWriter.Create(Stream.Null, CaptureFormat.PcapNg);
            Assert.True(reader.TryRead(out CapturedPacket packet, stop));
            writer.Write(packet);

            int count = 1;
            long allocated = Allocations.Of(() =>
            {
                for (; reader.TryRead(out CapturedPacket next, stop); count++) writer.Write(next.With(next.Data, new(VerdictSource.Xdp, 2)));
            });

            Assert.Equal(2000, count);
            return allocated;
        }
    }

    [Fact]
    public void Write_WhatPcapCannotHold_IsRefused()
    {
        using CaptureWriter writer = CaptureWriter.Create(new MemoryStream(), CaptureFormat.Pcap);
        writer.Write(new CapturedPacket([1]));

        Assert.Contains("RawIP", Assert.Throws<NotSupportedException>(() => writer.Write(new CapturedPacket([1], new() { LinkType = LinkType.RawIP }))).Message, StringComparison.Ordinal);
        Assert.Contains("1970", Assert.Throws<NotSupportedException>(() => writer.Write(new CapturedPacket([1]) { Timestamp = -1 })).Message, StringComparison.Ordinal);
    }

    private static CaptureFormatException? ReadAll(byte[] file, List<TestPacket> packets)
    {
        try
        {
            using CaptureReader reader = CaptureReader.Open(new MemoryStream(file));
            while (reader.TryRead(out CapturedPacket packet)) packets.Add(TestPacket.Of(packet));
            return null;
        }
        catch (CaptureFormatException error)
        {
            return error;
        }
    }

    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 7)]);
    }
}
