using Waggle.Bpf.Types;

namespace Waggle.Bpf.Tests.Types;

public class BtfBuilderTests
{
    private static readonly BtfInt s_int = new("int", 4, BtfIntEncoding.Signed);

    [Fact]
    public void Add_EqualTypes_GetOneId()
    {
        var builder = new BtfBuilder();

        int first = builder.Add(new BtfComposite("pair", false, 8, [new("a", builder.Add(s_int), 0), new("b", builder.Add(s_int), 32)]));
        int second = builder.Add(new BtfComposite("pair", false, 8, [new("a", builder.Add(s_int), 0), new("b", builder.Add(s_int), 32)]));
        int other = builder.Add(new BtfComposite("pair", false, 8, [new("a", builder.Add(s_int), 0), new("c", builder.Add(s_int), 32)]));

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
        Assert.Equal(4, builder.Build().Count); // void, int, two structs
    }

    [Fact]
    public void Build_CircleOfTypes_ReadsBackEqual()
    {
        var builder = new BtfBuilder();
        int node = builder.Reserve();
        int pointer = builder.Add(new BtfPointer(node));
        var list = new BtfComposite("node", false, 8, [new("next", pointer, 0)]);
        builder.Define(node, list);

        Btf types = builder.Build();

        Assert.Equal(list, types[node]);
        Assert.Equal(new BtfPointer(node), types[pointer]);
    }

    [Fact]
    public void Build_EveryKind_ReadsBackEqual()
    {
        var builder = new BtfBuilder();
        int number = builder.Add(s_int);
        int prototype = builder.Add(new BtfFunctionPrototype(number, [new("a", number), new("", 0)]));
        int variable = builder.Add(new BtfVariable("counter", number, BtfLinkage.Global));
        BtfType[] kinds =
        [
            new BtfVoid(), s_int,
            new BtfInt("__int128", 16, BtfIntEncoding.Signed), new BtfInt("bits", 4, BtfIntEncoding.Bool, 3, 5),
            new BtfPointer(number), new BtfArray(number, number, 5),
            new BtfComposite("s", false, 8, [new("a", number, 0), new("b", number, 32, 3)]), new BtfComposite("u", true, 4, [new("", number, 0)]),
            new BtfEnum("e", 4, true, false, [new("MINUS", -1), new("BIG", int.MaxValue)]),
            new BtfEnum("eu", 4, false, false, [new("ALL", uint.MaxValue)]),
            new BtfEnum("e64", 8, true, true, [new("MIN", long.MinValue)]),
            new BtfEnum("e64u", 8, false, true, [new("MAX", -1)]), // all bits set: unsigned 2^64 - 1
            new BtfForward("s2", false), new BtfForward("u2", true), new BtfTypedef("t", number),
            new BtfQualified(BtfQualifier.Const, number), new BtfQualified(BtfQualifier.Volatile, 0), new BtfQualified(BtfQualifier.Restrict, number),
            new BtfFunctionPrototype(number, [new("a", number), new("", 0)]), new BtfFunction("f", prototype, BtfLinkage.Extern),
            new BtfVariable("counter", number, BtfLinkage.Global), new BtfDataSection(".data", 4, [new(variable, 0, 4)]),
            new BtfFloat("double", 8), new BtfDeclarationTag("tag", number, -1), new BtfTypeTag("rcu", number), new BtfTypeTag("aligned", number, true),
        ];
        int[] ids = [.. kinds.Select(builder.Add)];

        Btf types = builder.Build();

        Assert.Equal(kinds, ids.Select(id => types[id]));
        Assert.Equal(
            typeof(BtfType).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(BtfType))).ToHashSet(),
            kinds.Select(k => k.GetType()).ToHashSet());
    }

    [Fact]
    public void Build_ReservedAndNeverDefined_NamesTheId()
    {
        var builder = new BtfBuilder();
        int id = builder.Reserve();

        var error = Assert.Throws<InvalidOperationException>(builder.Build);

        Assert.Contains($"type {id} ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ReferenceToNothing_NamesTypeAndReference()
    {
        var builder = new BtfBuilder();
        builder.Add(new BtfPointer(77));

        var error = Assert.Throws<InvalidOperationException>(builder.Build);

        Assert.Equal("BTF type 1 refers to type 77; there are 2, void included.", error.Message);
    }

    [Fact]
    public void AddString_SameTextTwice_HasOneOffsetThatTheResultKnows()
    {
        var builder = new BtfBuilder();
        builder.Add(s_int);
        int offset = builder.AddString("Exec.cs");
        int again = builder.AddString("Exec.cs");

        Btf types = builder.Build();

        Assert.Equal(offset, again);
        Assert.Equal("Exec.cs", types.GetString(offset));
        Assert.True(types.TryFindString("Exec.cs", out int found));
        Assert.Equal(offset, found);
        Assert.False(types.TryFindString("Exit.cs", out _));
    }
}
