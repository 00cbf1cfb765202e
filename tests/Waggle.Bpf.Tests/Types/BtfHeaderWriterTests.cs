using System.Globalization;
using System.Text;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Tests.Types;

public class BtfHeaderWriterTests
{
    private const string Kernel = "/sys/kernel/btf/vmlinux";

    /// <summary>The whole kernel, and of every struct its size and where every member is, as clang sees them.</summary>
    [Fact]
    public void Write_RunningKernel_ClangLaysOutEveryStructAsTheKernelDoes()
    {
        Tools.SkipWithout("clang-19");
        if (!File.Exists(Kernel))
            Assert.Skip($"this kernel has no {Kernel} (CONFIG_DEBUG_INFO_BTF)");
        var types = Btf.Read(File.ReadAllBytes(Kernel));

        int asserted = CompileWithLayouts(types, new());

        Assert.True(asserted > 10_000, $"only {asserted} sizes and places were compared");
    }

    [Fact]
    public void Write_TypesThatAreHardInC_ClangLaysThemOutTheSame()
    {
        Tools.SkipWithout("clang-19");

        Assert.True(CompileWithLayouts(Hard(), new()) > 20);
        Assert.True(CompileWithLayouts(Hard(), new() { PreservesAccessIndex = false, Guard = null }) > 20);
    }

    [Fact]
    public void Write_OneRoot_HasWhatItNeedsAndNoMore()
    {
        var builder = new BtfBuilder();
        int number = builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        int other = builder.Add(new BtfComposite("other", false, 4, [new("x", number, 0)]));
        int inner = builder.Add(new BtfComposite("inner", false, 8, [new("other", builder.Add(new BtfPointer(other)), 0)]));
        int outer = builder.Add(new BtfComposite("outer", false, 8, [new("inner", inner, 0)]));
        builder.Add(new BtfComposite("unneeded", false, 4, [new("x", number, 0)]));

        string header = Text(builder.Build(), new() { Roots = [outer], Guard = null, PreservesAccessIndex = false });

        Assert.Equal("struct other;\n\nstruct inner {\n\tstruct other *other;\n};\n\nstruct outer {\n\tstruct inner inner;\n};\n\n", header);
    }

    [Fact]
    public void Declare_FunctionsArraysAndQualifiers_ReadAsInC()
    {
        var builder = new BtfBuilder();
        int number = builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        int constant = builder.Add(new BtfQualified(BtfQualifier.Const, number));
        int prototype = builder.Add(new BtfFunctionPrototype(builder.Add(new BtfPointer(constant)), [new("a", number), new("", 0)]));
        int handler = builder.Add(new BtfPointer(prototype));
        int handlers = builder.Add(new BtfArray(builder.Add(new BtfQualified(BtfQualifier.Const, handler)), number, 3));
        int matrix = builder.Add(new BtfArray(builder.Add(new BtfArray(number, number, 2)), number, 4));
        int toMatrix = builder.Add(new BtfPointer(matrix));
        int returnsHandler = builder.Add(new BtfFunctionPrototype(handler, []));
        int function = builder.Add(new BtfFunction("get", returnsHandler, BtfLinkage.Global));
        Btf types = builder.Build();

        Assert.Equal("const int *(*const x[3])(int, ...)", BtfHeaderWriter.Declare(types, handlers, "x"));
        Assert.Equal("int x[4][2]", BtfHeaderWriter.Declare(types, matrix, "x"));
        Assert.Equal("int (*x)[4][2]", BtfHeaderWriter.Declare(types, toMatrix, "x"));
        Assert.Equal("const int *(*get(void))(int, ...)", BtfHeaderWriter.Declare(types, function, "get"));
        Assert.Equal("const int *(*)(int, ...)", BtfHeaderWriter.Declare(types, handler, ""));
    }

    [Fact]
    public void Write_StructThatNoCompilerMakes_IsATypedError()
    {
        var builder = new BtfBuilder();
        int number = builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        builder.Add(new BtfComposite("overlapping", false, 8, [new("a", number, 0), new("b", number, 16)]));
        int loop = builder.Reserve();
        builder.Define(loop, new BtfComposite("", false, 8, [new("self", builder.Add(new BtfPointer(loop)), 0)]));
        int holder = builder.Add(new BtfComposite("holder", false, 8, [new("", loop, 0)]));
        Btf types = builder.Build();

        Assert.Throws<BtfFormatException>(() => Text(types, new() { Roots = [2] }));
        Assert.Throws<BtfFormatException>(() => Text(types, new() { Roots = [holder] }));
    }

    private static Btf Hard()
    {
        var builder = new BtfBuilder();
        int character = builder.Add(new BtfInt("char", 1, BtfIntEncoding.Signed));
        int number = builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        int unsigned = builder.Add(new BtfInt("unsigned int", 4, BtfIntEncoding.None));
        int wide = builder.Add(new BtfInt("long long unsigned int", 8, BtfIntEncoding.None));
        int rust = builder.Add(new BtfInt("u128", 16, BtfIntEncoding.None));
        builder.Add(new BtfComposite("packed", false, 13, [new("a", character, 0), new("b", wide, 8), new("c", number, 72)]));
        builder.Add(new BtfComposite("bits", false, 16, [new("a", unsigned, 3, 5), new("b", unsigned, 12, 20), new("c", unsigned, 37, 9), new("d", character, 64)]));
        builder.Add(new BtfComposite("packed_bits", false, 7, [new("a", unsigned, 0, 30), new("b", unsigned, 30, 12), new("c", character, 48)]));
        int lined = builder.Add(new BtfComposite("lined", false, 128, [new("a", number, 0), new("b", number, 512)]));
        builder.Add(new BtfComposite("lines", false, 320, [new("a", character, 0), new("lined", lined, 512), new("more", lined, 1536)]));
        builder.Add(new BtfComposite("union_aligned", true, 16, [new("a", number, 0), new("b", character, 0)]));
        builder.Add(new BtfComposite("union_packed", true, 6, [new("a", number, 0), new("b", builder.Add(new BtfArray(character, number, 6)), 0)]));
        builder.Add(new BtfComposite("flexible", false, 8, [new("n", number, 0), new("items", builder.Add(new BtfArray(character, number, 0)), 32)]));
        builder.Add(new BtfComposite("empty", false, 0, []));
        builder.Add(new BtfComposite("opaque", false, 24, []));
        builder.Add(new BtfComposite("rusty::Thing<u8>", false, 16, [new("0", rust, 0)]));
        int small = builder.Add(new BtfEnum("small", 1, false, false, [new("SMALL", 1), new("NAME", 2)]));
        int big = builder.Add(new BtfEnum("big", 8, false, true, [new("BIG", 1)]));
        int signed = builder.Add(new BtfEnum("signed64", 8, true, true, [new("LEAST", long.MinValue), new("MOST", long.MaxValue)]));
        builder.Add(new BtfEnum("", 4, false, false, [new("LONELY", uint.MaxValue)]));
        builder.Add(new BtfComposite("enums", false, 24, [new("small", small, 0), new("big", big, 64), new("signed64", signed, 128)]));
        builder.Add(new BtfTypedef("NAME", number)); // C has typedefs and enumerators in one space
        builder.Add(new BtfComposite("packed", true, 4, [new("other", number, 0)])); // and tags in another
        int first = builder.Reserve();
        int back = builder.Add(new BtfTypedef("first_t", first));
        int second = builder.Add(new BtfComposite("second", false, 8, [new("first", builder.Add(new BtfPointer(back)), 0)]));
        int anonymous = builder.Add(new BtfComposite("", true, 8, [new("second", second, 0), new("number", wide, 0)]));
        int toAnonymous = builder.Add(new BtfPointer(builder.Add(new BtfComposite("", false, 8, [new("inside", second, 0)]))));
        builder.Define(first, new BtfComposite("first", false, 24, [new("", anonymous, 0), new("link", toAnonymous, 64), new("next", builder.Add(new BtfPointer(first)), 128)]));
        builder.Add(new BtfComposite("tagged", false, 8, [new("user", builder.Add(new BtfPointer(builder.Add(new BtfTypeTag("user", builder.Add(new BtfForward("elsewhere", false)))))), 0)]));
        return builder.Build();
    }

    private static string Text(Btf types, BtfHeaderOptions options)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        BtfHeaderWriter.Write(types, text, options);
        return text.ToString();
    }

    /// <summary>Compiles the header with an assertion for the size of each named struct and the place of each of its members.</summary>
    private static int CompileWithLayouts(Btf types, BtfHeaderOptions options)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var code = new StringBuilder("#include \"types.h\"\n");
            var tags = Enumerable.Range(1, types.Count - 1).Select(id => types[id])
                .Where(t => t is BtfComposite { Name: not "" } or BtfEnum { Name: not "" })
                .GroupBy(t => t.Name, StringComparer.Ordinal);
            int count = 0;
            foreach (IGrouping<string, BtfType> tag in tags)
            {
                // A name that stands for two types has a flavour the second time.
                if (tag.Count() > 1 || tag.First() is not BtfComposite composite || !composite.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                    continue;
                string type = $"{(composite.IsUnion ? "union" : "struct")} {composite.Name}";
                code.Append(CultureInfo.InvariantCulture, $"_Static_assert(sizeof({type}) == {composite.SizeInBytes}, \"{type}\");\n");
                count++;
                foreach (BtfMember member in composite.Members.Where(m => m.Name != "" && m.BitFieldSize == 0))
                {
                    code.Append(CultureInfo.InvariantCulture, $"_Static_assert(__builtin_offsetof({type}, {member.Name}) == {member.OffsetInBits / 8}, \"{type} {member.Name}\");\n");
                    count++;
                }
            }
            File.WriteAllText(Path.Combine(folder, "types.h"), Text(types, options));
            File.WriteAllText(Path.Combine(folder, "layouts.c"), code.ToString());
            Tools.Run("clang-19", "-target", "bpf", "-g", "-O2", "-Wno-everything", "-c", Path.Combine(folder, "layouts.c"), "-o", Path.Combine(folder, "layouts.o"));
            return count;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
