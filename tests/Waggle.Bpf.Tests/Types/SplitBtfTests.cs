using Waggle.Bpf.Types;

namespace Waggle.Bpf.Tests.Types;

public class SplitBtfTests
{
    private static readonly BtfInt s_int = new("int", 4, BtfIntEncoding.Signed);

    private static Btf Kernel()
    {
        var builder = new BtfBuilder();
        int number = builder.Add(s_int);
        builder.Add(new BtfComposite("task", false, 4, [new("pid", number, 0)]));
        builder.Add(new BtfTypedef("pid_t", number));
        return builder.Build();
    }

    /// <summary>A module with types that refer to the kernel's and to its own, and a type that has a name of the kernel's.</summary>
    private static BtfBuilder Module(Btf kernel)
    {
        BtfBuilder builder = BtfBuilder.OnTopOf(kernel);
        Assert.True(kernel.TryFind("task", out int task, out BtfComposite? _));
        int pointer = builder.Add(new BtfPointer(task));
        int device = builder.Add(new BtfComposite("device", false, 16, [new("task", pointer, 0), new("pid", task, 64)]));
        builder.Add(new BtfFunction("probe", builder.Add(new BtfFunctionPrototype(1, [new("device", builder.Add(new BtfPointer(device)))])), BtfLinkage.Static));
        builder.Add(new BtfComposite("task", false, 8, [new("own", 1, 32)]));
        builder.Add(new BtfArray(device, 1, 3));
        return builder;
    }

    [Fact]
    public void Read_ModuleOnItsKernel_ContinuesIdsAndStrings()
    {
        Btf kernel = Kernel();
        Btf module = Module(kernel).Build();

        Assert.Same(kernel, module.Base);
        Assert.Equal((kernel.Count, 1), (module.FirstOwnId, kernel.FirstOwnId));
        Assert.Equal(kernel.Count + 7, module.Count);
        Assert.Equal(Enumerable.Range(0, kernel.Count).Select(id => kernel[id]), Enumerable.Range(0, kernel.Count).Select(id => module[id]));
        Assert.Equal(new BtfPointer(2), module[module.FirstOwnId]);
        Assert.Equal("pid", ((BtfComposite)module[module.FirstOwnId + 1]).Members[1].Name); // a string of the kernel's
        Assert.Equal(48u, module.SizeOf(module.Count - 1));
        Assert.Equal([2, module.Count - 2], module.FindAll("task"));
        Assert.Equal([2], kernel.FindAll("task"));
        Assert.True(module.TryFind("probe", out int probe, out BtfFunction? _));
        Assert.True(probe >= module.FirstOwnId);
        Assert.True(module.TryFindString("device", out int text));
        Assert.Equal("device", module.GetString(text));
        Assert.True(module.TryFindString("pid_t", out text));
        Assert.Equal("pid_t", module.GetString(text));
    }

    [Fact]
    public void Read_SplitOnTopOfSplit_CountsOn()
    {
        Btf module = Module(Kernel()).Build();
        BtfBuilder builder = BtfBuilder.OnTopOf(module);
        Assert.True(module.TryFind("device", out int device, out BtfComposite? _));
        int third = builder.Add(new BtfTypedef("device_t", device));
        Btf top = builder.Build();

        Assert.Equal(module.Count, third);
        Assert.Equal(device, top.SkipModifiers(third));
        Assert.Equal(16u, top.SizeOf(third));
        Assert.Equal([1], top.FindAll("int"));
        Assert.Equal([third], top.FindAll("device_t"));
        Assert.Equal("device", top[device].Name);
    }

    [Fact]
    public void Read_OnTheWrongBase_TellsWhatDoesNotExist()
    {
        Btf kernel = Kernel();
        Btf module = Module(kernel).Build();
        Btf shorter = new BtfBuilder().Build();

        var error = Assert.Throws<BtfFormatException>(() => Btf.Read(module.Bytes, shorter));

        Assert.Contains("name_off", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AloneOrOnOtherByteOrder_IsRefused()
    {
        Btf kernel = Kernel();
        Btf module = Module(kernel).Build();
        byte[] turned = [0xeb, 0x9f, 1, 0, 0, 0, 0, 24, .. new byte[16]]; // big endian, empty

        Assert.Throws<BtfFormatException>(() => Btf.Read(module.Bytes));
        Assert.Contains("byte order", Assert.Throws<BtfFormatException>(() => Btf.Read(turned, kernel)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Define_TypeOfTheBase_IsTheCallersError()
    {
        BtfBuilder builder = Module(Kernel());

        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Define(2, s_int));
        Assert.Equal("task", builder[2]!.Name);
    }

    [Fact]
    public void Build_OnTheRunningKernel_BpftoolReadsTheSame()
    {
        const string Kernel = "/sys/kernel/btf/vmlinux";
        Tools.SkipWithout("bpftool");
        if (!File.Exists(Kernel))
            Assert.Skip($"this kernel has no {Kernel} (CONFIG_DEBUG_INFO_BTF)");
        var kernel = Btf.Read(File.ReadAllBytes(Kernel));
        BtfBuilder builder = BtfBuilder.OnTopOf(kernel);
        Assert.True(kernel.TryFind("task_struct", out int task, out BtfComposite? _));
        int pointer = builder.Add(new BtfPointer(task));
        builder.Add(new BtfComposite("waggle_device", false, 16, [new("task", pointer, 0), new("pid", kernel.FindAll("pid_t")[0], 64)]));
        Btf module = builder.Build();
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, module.Bytes.ToArray());

            string[] lines = [.. Tools.Run("bpftool", "-B", Kernel, "btf", "dump", "file", file).Split('\n').Where(l => l.StartsWith('['))];

            Assert.Equal([BpftoolForm.FirstLine(module, kernel.Count), BpftoolForm.FirstLine(module, kernel.Count + 1)], lines);
            Assert.Contains($"[{kernel.Count + 1}] STRUCT 'waggle_device' size=16 vlen=2", lines);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
