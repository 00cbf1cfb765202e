using System.Buffers.Binary;
using CsCheck;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Tests.Types;

public class BtfTests
{
    /// <summary>A circle of modifiers, an array of itself, a struct, and names: what hostile bytes are made from.</summary>
    private static Btf Sample()
    {
        var builder = new BtfBuilder();
        int number = builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        int pointer = builder.Add(new BtfPointer(builder.Add(new BtfQualified(BtfQualifier.Const, number))));
        int array = builder.Add(new BtfArray(builder.Add(new BtfTypedef("number_t", number)), number, 3));
        builder.Add(new BtfComposite("thing", false, 24, [new("next", pointer, 0), new("numbers", array, 64), new("bits", number, 160, 3)]));
        builder.Add(new BtfEnum("color", 4, false, false, [new("RED", 0)]));
        builder.Add(new BtfFunction("f", builder.Add(new BtfFunctionPrototype(number, [new("a", number)])), BtfLinkage.Global));
        int variable = builder.Add(new BtfVariable("v", array, BtfLinkage.Global));
        builder.Add(new BtfDataSection(".data", 12, [new(variable, 0, 12)]));
        return builder.Build();
    }

    private static int Find<T>(Btf types, string name) where T : BtfType
    {
        Assert.True(types.TryFind(name, out int id, out T? _));
        return id;
    }

    [Fact]
    public void SizeOf_ArrayVariableAndPointer_FollowsToTheElements()
    {
        Btf types = Sample();

        Assert.Equal(12u, types.SizeOf(Find<BtfVariable>(types, "v")));
        Assert.Equal(24u, types.SizeOf(Find<BtfComposite>(types, "thing")));
        Assert.Equal(8u, types.SizeOf(((BtfComposite)types[Find<BtfComposite>(types, "thing")]).Members[0].TypeId));
    }

    [Fact]
    public void SizeOf_Function_SaysThatItHasNone()
    {
        Btf types = Sample();
        int function = Find<BtfFunction>(types, "f");

        var error = Assert.Throws<BtfFormatException>(() => types.SizeOf(function));

        Assert.Equal($"BTF type {function} (Function 'f') has no size.", error.Message);
    }

    [Fact]
    public void SkipModifiers_Circle_IsRefused()
    {
        var builder = new BtfBuilder();
        int first = builder.Reserve();
        int second = builder.Add(new BtfTypedef("b", first));
        builder.Define(first, new BtfTypedef("a", second));
        Btf types = builder.Build();

        Assert.Throws<BtfFormatException>(() => types.SkipModifiers(first));
        Assert.Throws<BtfFormatException>(() => types.SizeOf(second));
    }

    [Fact]
    public void SizeOf_ArrayOfItself_IsRefused()
    {
        var builder = new BtfBuilder();
        int array = builder.Reserve();
        builder.Define(array, new BtfArray(array, array, 1));

        Assert.Throws<BtfFormatException>(() => builder.Build().SizeOf(array));
    }

    [Fact]
    public void SizeOf_ArraysThatMultiplyBeyond4GiB_IsRefused()
    {
        var builder = new BtfBuilder();
        int number = builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        int inner = builder.Add(new BtfArray(number, number, 0x4000_0000)); // 2^30 of 4 bytes each: one byte too many

        Assert.Throws<BtfFormatException>(() => builder.Build().SizeOf(inner));
    }

    [Fact]
    public void Item_IdThatDoesNotExist_IsTheCallersError()
    {
        Btf types = Sample();

        Assert.Throws<ArgumentOutOfRangeException>(() => types[types.Count]);
        Assert.Throws<ArgumentOutOfRangeException>(() => types[-1]);
        Assert.IsType<BtfVoid>(types[0]);
    }

    [Fact]
    public void FindAll_NameInsideAnother_IsNotFound()
    {
        Btf types = Sample();

        Assert.Empty(types.FindAll("thin"));
        Assert.Empty(types.FindAll("hing"));
        Assert.Empty(types.FindAll("int\0"));
        Assert.Empty(types.FindAll(""));
        Assert.Single(types.FindAll("thing"));
    }

    [Fact]
    public void Read_BigEndian_GivesTheSameTypes()
    {
        var builder = new BtfBuilder(); // only kinds whose parts are all 32 bits wide, so that swapping words swaps the whole
        int number = builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        builder.Add(new BtfComposite("pair", false, 8, [new("a", number, 0), new("b", number, 32)]));
        Btf little = builder.Build();
        byte[] bytes = little.Bytes.ToArray();
        int typesEnd = 24 + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12));
        (bytes[0], bytes[1]) = (bytes[1], bytes[0]);
        for (int at = 4; at < typesEnd; at += 4)
            bytes.AsSpan(at, 4).Reverse();

        var big = Btf.Read(bytes);

        Assert.True(big.IsBigEndian);
        Assert.Equal(Enumerable.Range(0, little.Count).Select(id => little[id]), Enumerable.Range(0, big.Count).Select(id => big[id]));
        Assert.Equal(8u, big.SizeOf(2));
    }

    [Theory]
    [InlineData(0, 0x00, "magic", 0)]
    [InlineData(2, 2, "version", 2)]
    [InlineData(3, 1, "flags", 3)]
    [InlineData(4, 23, "hdr_len", 4)]
    [InlineData(8, 1, "type_off", 8)]
    [InlineData(15, 0x7f, "type_len", 12)] // the highest byte of a length: 2 GiB
    [InlineData(19, 0x7f, "str_off", 16)]
    [InlineData(24 + 7, 23, "info.kind", 24 + 4)]
    [InlineData(24 + 3, 0x7f, "name_off", 24)]
    public void Read_OneByteWrong_NamesFieldAndOffset(int at, byte value, string field, int offset)
    {
        byte[] bytes = Sample().Bytes.ToArray();
        bytes[at] = value;

        var error = Assert.Throws<BtfFormatException>(() => Btf.Read(bytes));

        Assert.Equal(offset, error.Offset);
        if (field != "magic")
            Assert.Contains($"'{field}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CutShortAnywhere_ReportsAnOffsetInside()
    {
        byte[] bytes = Sample().Bytes.ToArray();

        for (int length = 0; length < bytes.Length; length++)
        {
            var error = Assert.Throws<BtfFormatException>(() => Btf.Read(bytes.AsMemory(0, length)));
            Assert.InRange(error.Offset, 0, length);
        }
    }

    [Fact]
    public void Read_BytesChanged_OnlyEverThrowsBtfFormatException()
    {
        byte[] original = Sample().Bytes.ToArray();
        Gen.Select(Gen.Int[0, original.Length - 1], Gen.Byte).Array[1, 6].Sample(changes =>
        {
            byte[] bytes = [.. original];
            foreach ((int at, byte value) in changes)
                bytes[at] = value;
            UseEverything(bytes);
        }, iter: 20_000);
    }

    /// <summary>Calls everything that reads the bytes; only the format's own exception may come out.</summary>
    private static void UseEverything(byte[] bytes)
    {
        Btf types;
        try
        {
            types = Btf.Read(bytes);
        }
        catch (BtfFormatException)
        {
            return;
        }
        types.FindAll("thing");
        for (int id = 0; id < types.Count; id++)
        {
            Refused(() => _ = types[id]);
            Refused(() => types.SkipModifiers(id));
            Refused(() => types.SizeOf(id));
        }

        static void Refused(Action action)
        {
            try
            {
                action();
            }
            catch (BtfFormatException)
            {
            }
        }
    }
}
