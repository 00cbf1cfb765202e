using System.Diagnostics;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Tests.Types;

/// <summary>The running kernel's types, a few megabytes made by pahole, against what bpftool reads in them.</summary>
public class KernelTypesTests
{
    private const string Kernel = "/sys/kernel/btf/vmlinux";

    private static readonly Lazy<Btf> s_kernel = new(() => Btf.Read(File.ReadAllBytes(Kernel)));

    [Fact]
    public void Read_RunningKernel_AgreesWithBpftoolOnEveryType()
    {
        SkipWithoutKernelTypes();
        using Process bpftool = StartBpftool("btf", "dump", "file", Kernel, "format", "raw");
        int id = 0;

        while (bpftool.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith('[')) // the other lines are members and the like
                Assert.Equal(line, BpftoolForm.FirstLine(s_kernel.Value, ++id));
        }

        Assert.Equal(s_kernel.Value.Count - 1, id);
        Assert.True(id > 1000, "bpftool listed next to nothing");
    }

    [Fact]
    public void Build_RunningKernelTypes_BpftoolDumpsThemEqual()
    {
        SkipWithoutKernelTypes();
        string copy = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(copy, new BtfBuilder(s_kernel.Value).Build().Bytes.ToArray());

            using Process expected = StartBpftool("btf", "dump", "file", Kernel, "format", "raw");
            using Process actual = StartBpftool("btf", "dump", "file", copy, "format", "raw");
            int lines = 0;
            while (expected.StandardOutput.ReadLine() is { } line)
            {
                Assert.Equal(line, actual.StandardOutput.ReadLine());
                lines++;
            }

            Assert.Null(actual.StandardOutput.ReadLine());
            Assert.True(lines > 1000, "bpftool listed next to nothing");
        }
        finally
        {
            File.Delete(copy);
        }
    }

    [Fact]
    public void TryFind_TaskStruct_HasTheFieldsOfEveryKernel()
    {
        SkipWithoutKernelTypes();

        Assert.True(s_kernel.Value.TryFind("task_struct", out int id, out BtfComposite? task));

        Assert.Contains(task.Members, m => m.Name == "real_parent");
        Assert.Equal(task, s_kernel.Value[id]);
        Assert.Equal(task.SizeInBytes, s_kernel.Value.SizeOf(id));
    }

    [Fact]
    public void FindAll_EveryNameOfTheKernel_FindsItsTypesInOrder()
    {
        SkipWithoutKernelTypes();
        Btf types = s_kernel.Value;
        ILookup<string, int> expected = Enumerable.Range(1, types.Count - 1).ToLookup(types.NameOf);

        foreach (IGrouping<string, int> name in expected.Where(n => n.Key != ""))
            Assert.Equal(name, types.FindAll(name.Key));
    }

    private static void SkipWithoutKernelTypes()
    {
        if (!File.Exists(Kernel))
            Assert.Skip($"this kernel has no {Kernel} (CONFIG_DEBUG_INFO_BTF)");
        Tools.SkipWithout("bpftool");
    }

    private static Process StartBpftool(params string[] arguments) => Tools.Start("bpftool", arguments);
}
