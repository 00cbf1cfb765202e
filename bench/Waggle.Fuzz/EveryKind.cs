using Waggle.Bpf.Types;

namespace Waggle.Fuzz;

/// <summary>A few types of every kind that refer to each other.</summary>
internal static class EveryKind
{
    public static Btf Build(BtfBuilder builder)
    {
        int number = builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        int thing = builder.Reserve();
        int next = builder.Add(new BtfPointer(builder.Add(new BtfQualified(BtfQualifier.Const, thing))));
        int numbers = builder.Add(new BtfArray(builder.Add(new BtfTypedef("number_t", builder.Add(new BtfQualified(BtfQualifier.Volatile, number)))), number, 3));
        int color = builder.Add(new BtfEnum("color", 4, true, false, [new("RED", -1), new("BLUE", 7)]));
        int wide = builder.Add(new BtfEnum("wide", 8, false, true, [new("LOW", 1), new("HIGH", long.MinValue)]));
        int either = builder.Add(new BtfComposite("", true, 8, [new("wide", wide, 0), new("color", color, 0)]));
        builder.Define(thing, new BtfComposite("thing", false, 32, [new("next", next, 0), new("numbers", numbers, 64), new("", either, 192), new("bits", number, 160, 3), new("more", number, 163, 5)]));
        int other = builder.Add(new BtfPointer(builder.Add(new BtfForward("other", false))));
        int restricted = builder.Add(new BtfQualified(BtfQualifier.Restrict, other));
        int prototype = builder.Add(new BtfFunctionPrototype(number, [new("thing", next), new("other", restricted), new("", 0)]));
        int function = builder.Add(new BtfFunction("f", prototype, BtfLinkage.Global));
        builder.Add(new BtfPointer(prototype));
        int variable = builder.Add(new BtfVariable("v", builder.Add(new BtfTypeTag("user", builder.Add(new BtfFloat("double", 8)))), BtfLinkage.Extern));
        builder.Add(new BtfDataSection(".data", 8, [new(variable, 0, 8)]));
        builder.Add(new BtfDeclarationTag("tag", function, 1));
        return builder.Build();
    }
}
