using Waggle.Bpf.Objects;
using Waggle.Bpf.Tests;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.KernelTests.Objects;

/// <summary>Types, functions and lines in the form that the kernel itself takes, without libbpf between.</summary>
public class TypedKernelLoadTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("programs")]
    [InlineData("core")]
    public void Read_TypesOfACompiledObject_AreTakenByTheKernel(string source)
    {
        KernelVerifier.SkipUnlessUsable();

        KernelLoad load = TypedKernelLoad.LoadTypes(ObjectReader.Read(CompiledObjects.Read(source)).Btf!);

        Assert.True(load.IsAccepted, load.Log);
    }

    [Fact]
    public void Write_TypesOfAnObject_AreTakenByTheKernel()
    {
        KernelVerifier.SkipUnlessUsable();
        BpfObject read = ObjectReader.Read(CompiledObjects.Read("programs"));
        foreach (MapSpec map in read.Maps)
            map.MaxEntries += 1; // so that their types are made anew

        KernelLoad load = TypedKernelLoad.LoadTypes(ObjectReader.Read(ObjectWriter.Write(read)).Btf!);

        Assert.True(load.IsAccepted, load.Log);
    }

    /// <summary>Of every kind that an object may have; the kernel is the judge of each record's form.</summary>
    [Fact]
    public void Build_EveryKindOfAnObject_IsTakenByTheKernel()
    {
        KernelVerifier.SkipUnlessUsable();
        var types = new BtfBuilder();
        int number = types.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        int pointer = types.Add(new BtfPointer(types.Add(new BtfTypeTag("rcu", types.Add(new BtfQualified(BtfQualifier.Const, number))))));
        types.Add(new BtfPointer(types.Add(new BtfForward("opaque", false))));
        types.Add(new BtfEnum("color", 4, true, false, [new("RED", -1)]));
        types.Add(new BtfEnum("big", 8, false, true, [new("HUGE", long.MaxValue)]));
        types.Add(new BtfFloat("double", 8));
        int array = types.Add(new BtfArray(number, number, 3));
        int bits = types.Add(new BtfComposite("bits", false, 4, [new("a", number, 0, 3), new("b", number, 3, 5)]));
        int union = types.Add(new BtfComposite("either", true, 12, [new("items", array, 0), new("bits", bits, 0)]));
        int name = types.Add(new BtfTypedef("either_t", union));
        int function = types.Add(new BtfFunction("f", types.Add(new BtfFunctionPrototype(number, [new("a", pointer), new("b", types.Add(new BtfPointer(name)))])), BtfLinkage.Static));
        types.Add(new BtfDeclarationTag("tagged", function, 1));
        int variable = types.Add(new BtfVariable("v", array, BtfLinkage.Global));
        types.Add(new BtfDataSection(".data", 12, [new(variable, 0, 12)]));

        KernelLoad load = TypedKernelLoad.LoadTypes(types.Build());

        Assert.True(load.IsAccepted, load.Log);
    }

    [Fact]
    public void Encode_FunctionsAndLines_ReachTheVerifiersLog()
    {
        KernelVerifier.SkipUnlessUsable();
        BpfObject read = ObjectReader.Read(CompiledObjects.Read("plain"));
        ProgramSpec program = Assert.Single(read.Programs);
        Assert.Equal(3, program.Functions.Length);

        KernelLoad load = TypedKernelLoad.LoadProgram(program, read.Btf!, read.License);

        Assert.True(load.IsAccepted, load.Log);
        Assert.Contains("; return x * 3 + 1;", load.Log, StringComparison.Ordinal);
        Assert.Contains("Validating checked() func", load.Log, StringComparison.Ordinal);
    }
}
