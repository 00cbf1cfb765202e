using System.Text;
using System.Text.Json;
using CsCheck;
using Waggle.Bpf.Types;
using Waggle.Cli.Inventory;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;

namespace Waggle.Cli.Tests;

public class BtfValueTests
{
    private const int Size = 32;

    private static readonly Btf s_types = Build(out s_sampleId);
    private static readonly int s_sampleId;

    [Fact]
    public void Write_StructOfEveryKind_HasNamesAndReadableValues()
    {
        byte[] bytes = new byte[Size];
        (bytes[0], bytes[1], bytes[4], bytes[5]) = (0b101_10111, 0x01, 5, 0); // low 5 of bits: 0b10111 signed is -9; the next 4: 0b1101
        "hi"u8.CopyTo(bytes.AsSpan(8));
        (bytes[12], bytes[16]) = (1, 0xff);

        Assert.Equal("""{"low":-9,"high":13,"kind":"FIVE","text":"hi","flag":true,"whole":255,"bytes":[255,0],"pointer":"0x0"}""", ToJson(bytes));
    }

    [Fact]
    public void Read_WhatWasWritten_GivesTheSameBytes() => Gen.Byte.Array[Size].Sample(bytes =>
    {
        bytes[1] &= 0x01;  // behind the bit-fields
        (bytes[2], bytes[3], bytes[13], bytes[14], bytes[15]) = (0, 0, 0, 0, 0); // padding
        bytes[12] &= 1;    // a Boolean
        bytes.AsSpan(20, 4).Clear();

        byte[] again = new byte[Size];
        new BtfValueReader(s_types).Read(s_sampleId, JsonDocument.Parse(ToJson(bytes)).RootElement, again);

        Assert.Equal(bytes, again);
    });

    [Theory]
    [InlineData("1", 4, "01000000")]
    [InlineData("-2", 2, "feff")]
    [InlineData("0xffff", 2, "ffff")]
    [InlineData("hex 0a 0B", 2, "0a0b")]
    [InlineData("hex 0a0b", 2, "0a0b")]
    [InlineData("1 0x02 255", 3, "0102ff")]
    [InlineData("7", 1, "07")]
    public void Parse_BytesAndNumbers_AreLittleEndian(string words, int size, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(ValueText.Parse(words.Split(' '), size, null, 0, "key")));

    [Theory]
    [InlineData("65536", 2, "does not fit into the 2 bytes")]
    [InlineData("1 2 3", 2, "has 2 bytes, and 3 were given")]
    [InlineData("hex xy", 1, "'xy' is no byte")]
    [InlineData("1 256", 2, "'256' is no byte")]
    [InlineData("nonsense", 4, "neither bytes, nor a number, nor JSON")]
    [InlineData("5", 16, "has 16 bytes, and '5' is one number")]
    public void Parse_WhatDoesNotFit_SaysWhy(string words, int size, string expected) =>
        Assert.Contains(expected, Assert.Throws<UsageException>(() => ValueText.Parse(words.Split(' '), size, null, 0, "key")).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_JsonForAMapWithoutTypes_AsksForBytes() =>
        Assert.Contains("no types", Assert.Throws<InputException>(() => ValueText.Parse(["{}"], 4, null, 0, "key")).Message, StringComparison.Ordinal);

    private static string ToJson(byte[] bytes)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text)) new BtfValueWriter(s_types, json).Write(s_sampleId, bytes);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    // struct sample { int low : 5; unsigned high : 4; enum kind kind; char text[4]; _Bool flag; unsigned whole; unsigned char bytes[2]; void *pointer; };
    private static Btf Build(out int sampleId)
    {
        BtfBuilder builder = new();
        int signed = builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed)), unsigned = builder.Add(new BtfInt("unsigned int", 4, BtfIntEncoding.None));
        int character = builder.Add(new BtfInt("char", 1, BtfIntEncoding.Signed)), octet = builder.Add(new BtfInt("unsigned char", 1, BtfIntEncoding.None));
        int boolean = builder.Add(new BtfInt("_Bool", 1, BtfIntEncoding.Bool));
        int kind = builder.Add(new BtfEnum("kind", 4, IsSigned: false, Is64Bit: false, [new("ZERO", 0), new("FIVE", 5)]));
        int text = builder.Add(new BtfArray(character, unsigned, 4)), bytes = builder.Add(new BtfArray(octet, unsigned, 2)), pointer = builder.Add(new BtfPointer(0));
        sampleId = builder.Add(new BtfComposite("sample", IsUnion: false, Size,
        [
            new("low", signed, 0, 5), new("high", unsigned, 5, 4), new("kind", kind, 32), new("text", text, 64), new("flag", boolean, 96),
            new("whole", unsigned, 128), new("bytes", bytes, 128), new("pointer", pointer, 192),
        ]));
        return builder.Build();
    }
}
