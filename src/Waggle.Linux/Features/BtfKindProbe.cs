using Waggle.Bpf.Errors;
using Waggle.Bpf.Types;
using Waggle.Linux.Interop;
using Waggle.Linux.Programs;

namespace Waggle.Linux.Features;

/// <summary>Loads BTF with one type of each kind.</summary>
internal static class BtfKindProbe
{
    // Number 1 is int, so that others can refer to it. Rules: btf_*_check_meta in kernel/bpf/btf.c.
    private static readonly (string Name, Action<BtfBuilder> Add)[] s_rows =
    [
        ("int", static _ => { }),
        ("ptr", static b => b.Add(new BtfPointer(1))),
        ("array", static b => b.Add(new BtfArray(1, 1, 2))),
        ("struct", static b => b.Add(new BtfComposite("waggle", false, 4, [new("field", 1, 0)]))),
        ("union", static b => b.Add(new BtfComposite("waggle", true, 4, [new("field", 1, 0)]))),
        ("enum", static b => b.Add(new BtfEnum("waggle", 4, false, false, [new("WAGGLE_ONE", 1)]))),
        ("fwd", static b => b.Add(new BtfForward("waggle", false))),
        ("typedef", static b => b.Add(new BtfTypedef("waggle", 1))),
        ("volatile", static b => b.Add(new BtfQualified(BtfQualifier.Volatile, 1))),
        ("const", static b => b.Add(new BtfQualified(BtfQualifier.Const, 1))),
        ("restrict", static b => b.Add(new BtfQualified(BtfQualifier.Restrict, b.Add(new BtfPointer(1))))),
        ("func_proto", static b => b.Add(new BtfFunctionPrototype(1, [new("argument", 1)]))),
        ("func", static b => b.Add(new BtfFunction("waggle", b.Add(new BtfFunctionPrototype(1, [])), BtfLinkage.Static))),
        ("func_global", static b => b.Add(new BtfFunction("waggle", b.Add(new BtfFunctionPrototype(1, [])), BtfLinkage.Global))),
        ("var", static b => b.Add(new BtfVariable("waggle", 1, BtfLinkage.Static))),
        ("datasec", static b => b.Add(new BtfDataSection("waggle", 4, [new(b.Add(new BtfVariable("waggle_variable", 1, BtfLinkage.Static)), 0, 4)]))),
        ("float", static b => b.Add(new BtfFloat("waggle", 4))),
        ("decl_tag", static b => b.Add(new BtfDeclarationTag("waggle", b.Add(new BtfVariable("waggle_variable", 1, BtfLinkage.Static)), -1))),
        ("type_tag", static b => b.Add(new BtfPointer(b.Add(new BtfTypeTag("waggle", 1))))),
        ("enum64", static b => b.Add(new BtfEnum("waggle", 8, false, true, [new("WAGGLE_LARGE", 1L << 40)]))),
    ];

    /// <summary>Answers for every kind.</summary>
    public static IReadOnlyList<Feature> Run() => [.. s_rows.Select(row => Probe(row.Name, row.Add))];

    private static Feature Probe(string name, Action<BtfBuilder> add)
    {
        var builder = new BtfBuilder();
        builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        add(builder);
        using SafeDescriptor? loaded = BtfLoading.TryLoad(builder.Build(), out string? refusal);
        if (loaded is not null) return new Feature(name, Availability.Yes, "types with it were loaded");
        bool isForbidden = refusal!.StartsWith(nameof(Errno.NotPermitted), StringComparison.Ordinal) || refusal.StartsWith("EPERM", StringComparison.Ordinal);
        return new Feature(name, isForbidden ? Availability.Unknown : Availability.No, $"load types: {refusal}", isForbidden ? "It takes CAP_BPF." : "A newer kernel takes it; objects are loaded without types here.");
    }
}
