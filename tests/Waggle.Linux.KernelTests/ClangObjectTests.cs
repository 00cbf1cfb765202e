using System.Globalization;
using System.Text.Json;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;

namespace Waggle.Linux.KernelTests;

public class ClangObjectTests
{
    [Fact]
    public void Load_ObjectOfClang_RunsWithGlobalsCallbackAndKernelTypes()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        using LoadedObject loaded = engine.Load(ReadObject(), new LoadOptions { Select = p => p.Name == "count" });
        GlobalVariable<uint> step = loaded.Global<uint>("step");
        Assert.Null(loaded.TypesRefusal);
        Assert.Equal(3U, step.Value);
        step.Value = 5;

        loaded.AttachAll();
        SystemCalls.GetParent(4);

        Seen seen = loaded.Map<uint, Seen>("threads")[(uint)SystemCalls.GetThread()];
        Assert.Equal(20U, seen.Calls);
        Assert.Equal(ParentOfThisProcess(), seen.Parent);
        Assert.Equal(4 * (0UL + 1 + 2 + 3 + 4), loaded.Global<ulong>("total").Value);
        Assert.Throws<BpfMapException>(() => loaded.Global<int>("only_thread").Value = 1);
    }

    [Fact]
    public void Load_ObjectOfClang_ShowsItsTypesAndLinesToBpftool()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        using LoadedObject loaded = engine.Load(ReadObject(), new LoadOptions { Select = p => p.Name == "count" });
        loaded.Map<uint, Seen>("threads")[7] = new Seen { Parent = 8, Calls = 9 };

        JsonElement formatted = Bpftool.Run("map", "dump", "id", Text(loaded.Maps["threads"].Id))[0].GetProperty("formatted");
        string program = Bpftool.Run("prog", "dump", "xlated", "id", Text(loaded.Programs["count"].Id), "linum").GetRawText();

        Assert.Equal(9, formatted.GetProperty("value").GetProperty("calls").GetInt32());
        Assert.Contains("seen->calls += step;", program, StringComparison.Ordinal);
        Assert.Contains("engine.bpf.c", program, StringComparison.Ordinal);
    }

    [Fact]
    public void Global_NameOrTypeThatDiffers_SaysWhatThereIs()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        using LoadedObject loaded = engine.Load(ReadObject(), new LoadOptions { Select = p => p.Name == "count" });

        Assert.Contains("it has", Explain(() => loaded.Global<uint>("absent")), StringComparison.Ordinal);
        Assert.Contains("step", Explain(() => loaded.Global<uint>("absent")), StringComparison.Ordinal);
        Assert.Contains("4 bytes", Explain(() => loaded.Global<ulong>("step")), StringComparison.Ordinal);
        Assert.Contains("Single", Explain(() => loaded.Global<float>("step")), StringComparison.Ordinal);
        Assert.Equal(0, loaded.Global<float>("step", LayoutCheck.SizeOnly).Value, tolerance: 0.001F);

        static string Explain(Action action) => Assert.Throws<BpfMapException>(action).Message;
    }

    [Fact]
    public void Load_FieldThatNoKernelHas_NamesTypeFieldAndLine()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();

        var error = Assert.Throws<BpfNotSupportedException>(() =>
            engine.Load(ReadObject(), new LoadOptions { Select = p => p.Name == "wants_what_no_kernel_has" }));

        Assert.Contains("struct task_struct, no_such_field", error.Message, StringComparison.Ordinal);
        Assert.Contains("engine.bpf.c:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ObjectOfClang_LeavesNoDescriptor()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        BpfObject obj = ReadObject();

        DescriptorCount.AssertSame(() =>
        {
            using LoadedObject loaded = engine.Load(obj, new LoadOptions { Select = p => p.Name == "count" });
            loaded.AttachAll();
        });
        DescriptorCount.AssertSame(() => Assert.Throws<BpfNotSupportedException>(() => engine.Load(obj)));
    }

    private static BpfObject ReadObject()
    {
        BpfObject obj = ObjectReader.Read(Clang.Compile("engine.bpf.c"));
        obj.SetGlobal("system_call", (long)SystemCalls.GetParentNumber);
        obj.SetGlobal("only_thread", SystemCalls.GetThread());
        return obj;
    }

    private static uint ParentOfThisProcess() => uint.Parse(
        File.ReadLines("/proc/self/status").First(l => l.StartsWith("PPid:", StringComparison.Ordinal)).AsSpan(5).Trim(), CultureInfo.InvariantCulture);

    private static string Text(uint id) => id.ToString(CultureInfo.InvariantCulture);

    private struct Seen
    {
        public uint Parent, Calls;
    }
}
