using Waggle.Bpf.Types;
using Waggle.Linux.Programs;

namespace Waggle.Linux.Tests;

public sealed class ModuleTypesFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("waggle-btf-").FullName;
    private readonly Btf _kernel = Types(new BtfBuilder(), "kernel_function");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Btf Types(BtfBuilder builder, string function)
    {
        int number = builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        builder.Add(new BtfFunction(function, builder.Add(new BtfFunctionPrototype(number, [])), BtfLinkage.Static));
        return builder.Build();
    }

    private void Write(string name, ReadOnlyMemory<byte> bytes) => File.WriteAllBytes(Path.Combine(_folder, name), bytes.ToArray());

    private KernelTypes Kernel(ModuleTypesFolder modules) => new(_kernel, modules.Read);

    [Fact]
    public void Read_OneModuleCorrupt_OthersAnswerAndItIsTold()
    {
        Write("vmlinux", _kernel.Bytes); // not a module
        Write("broken", new byte[] { 0x9f, 0xeb, 9 });
        Write("zram", Types(BtfBuilder.OnTopOf(_kernel), "zram_function").Bytes);
        KernelTypes kernel = Kernel(new ModuleTypesFolder(_folder, _kernel));

        Assert.True(kernel.TryFind("zram_function", out KernelType<BtfFunction>? inModule));
        Assert.True(kernel.TryFind("kernel_function", out KernelType<BtfFunction>? inKernel));
        Assert.False(kernel.TryFind("zram_function", out KernelType<BtfVariable>? _)); // of another kind
        Assert.False(kernel.TryFind("no_function", out KernelType<BtfFunction>? _));

        Assert.Equal(("zram", "zram_function"), (inModule.Module, inModule.Type.Name));
        Assert.Equal(inModule.Type, inModule.Types[inModule.Id]);
        Assert.Same(_kernel, inModule.Types.Base);
        Assert.Equal((null, _kernel), (inKernel.Module, inKernel.Types));
        ModuleTypesProblem problem = Assert.Single(kernel.Problems);
        Assert.Equal("broken", problem.Module);
        Assert.IsType<BtfFormatException>(problem.Error);
        Assert.Equal("The types of module 'broken' can't be used: BTF field 'version' at offset 0x2 is 9: only version 1 is known.", problem.Reason);
    }

    [Fact]
    public void TryFind_NameOfTheKernels_DoesNotReadTheModules()
    {
        var kernel = new KernelTypes(_kernel, () => throw new InvalidOperationException("read"));

        Assert.True(kernel.TryFind("kernel_function", out KernelType<BtfFunction>? _));
        Assert.Throws<InvalidOperationException>(() => kernel.TryFind("other", out KernelType<BtfFunction>? _));
    }

    [Fact]
    public void Read_Again_KeepsWhatStayedAndSeesWhatCame()
    {
        Write("zram", Types(BtfBuilder.OnTopOf(_kernel), "zram_function").Bytes);
        var folder = new ModuleTypesFolder(_folder, _kernel);
        ModuleTypes first = Assert.Single(folder.Read().Modules);
        Write("brd", Types(BtfBuilder.OnTopOf(_kernel), "brd_function").Bytes);

        ModuleTypesList second = folder.Read();

        Assert.Equal(["brd", "zram"], second.Modules.Select(m => m.Name));
        Assert.Same(first, second.Modules[1]);
    }

    [Fact]
    public void Read_NoSuchFolder_HasNoModules()
    {
        ModuleTypesList list = new ModuleTypesFolder(Path.Combine(_folder, "absent"), _kernel).Read();

        Assert.Empty(list.Modules);
        Assert.Empty(list.Problems);
    }
}
