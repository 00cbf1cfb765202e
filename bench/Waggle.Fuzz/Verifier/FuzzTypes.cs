using System.Collections.Immutable;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Fuzz.Verifier;

/// <summary>The types of generated programs: of their functions, which the kernel wants to know where one is called back or is global; of the
/// kernel functions that they call; of the map whose values have a lock.</summary>
internal static class FuzzTypes
{
    /// <summary>Kernel functions that programs call.</summary>
    public static readonly string[] KernelFunctions = ["bpf_iter_num_new", "bpf_iter_num_next", "bpf_iter_num_destroy"];

    static FuzzTypes()
    {
        BtfBuilder types = new();
        int number = types.Add(new BtfInt("long", 8, BtfIntEncoding.Signed)), small = types.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        int anything = types.Add(new BtfPointer(0));
        int piece = types.Add(new BtfComposite("piece", false, 16, [new("first", number, 0), new("second", number, 64)])), pieceAddress = types.Add(new BtfPointer(piece));
        Main = types.Add(new BtfFunction("fuzz", types.Add(new BtfFunctionPrototype(small, [new("context", anything)])), BtfLinkage.Global));
        int called = types.Add(new BtfFunctionPrototype(number, [new("a", number), new("b", pieceAddress), new("c", number), new("d", number)]));
        int calledBack = types.Add(new BtfFunctionPrototype(number, [new("a", number), new("b", anything), new("c", anything), new("d", anything)]));
        Static = types.Add(new BtfFunction("inner", called, BtfLinkage.Static));
        Callback = types.Add(new BtfFunction("callback", calledBack, BtfLinkage.Static));
        Global = types.Add(new BtfFunction("outer", called, BtfLinkage.Global));
        types.Add(new BtfDeclarationTag("arg:nonnull", Global, 1));

        int iterator = types.Add(new BtfComposite("bpf_iter_num", false, 8, [new("state", number, 0)])), iteratorAddress = types.Add(new BtfPointer(iterator));
        int smallAddress = types.Add(new BtfPointer(small));
        BtfFunctionPrototype[] prototypes =
        [
            new(small, [new("it", iteratorAddress), new("start", small), new("end", small)]),
            new(smallAddress, [new("it", iteratorAddress)]),
            new(0, [new("it", iteratorAddress)]),
        ];
        Externs = [.. KernelFunctions.Select((name, i) => new ExternSpec(name, ExternKind.Function, types.Add(new BtfFunction(name, types.Add(prototypes[i]), BtfLinkage.Extern)), IsWeak: false))];
        types.Add(new BtfDataSection(".ksyms", (uint)Externs.Length * sizeof(int), [.. Externs.Select((each, i) => new BtfSectionVariable(each.TypeId, (uint)i * sizeof(int), sizeof(int)))]));

        int half = types.Add(new BtfInt("unsigned int", 4, BtfIntEncoding.None));
        int guard = types.Add(new BtfComposite("bpf_spin_lock", false, 4, [new("val", half, 0)]));
        Key = half;
        Locked = types.Add(new BtfComposite("locked", false, FuzzMaps.LockedSize, [new("lock", guard, 0), new("small", half, 32), new("a", number, 64), new("b", number, 128), new("c", number, 192)]));
        Types = types.Build();
    }

    public static Btf Types { get; }

    public static ImmutableArray<ExternSpec> Externs { get; }

    /// <summary>Types of the functions: the program's own, one that is verified where it is called, one that is called back, one that is verified by itself.</summary>
    public static int Main { get; }

    public static int Static { get; }

    public static int Callback { get; }

    public static int Global { get; }

    /// <summary>Key and value of the map with a lock.</summary>
    public static int Key { get; }

    public static int Locked { get; }
}
