using System.Buffers.Binary;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux.KernelTests;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;

namespace Waggle.Vm.Tests;

/// <summary>What objects that clang made want of the kernel by name, and get from the engine.</summary>
public class ExternTests
{
    private static readonly Dictionary<string, string> s_configuration = new() { ["CONFIG_HZ"] = "250", ["CONFIG_DEFAULT_HOSTNAME"] = "\"bee\"" };

    public static TheoryData<VmExecution> Executions => [VmExecution.Interpreter, VmExecution.Jit];

    [Theory, MemberData(nameof(Executions))]
    public void Run_NamesOfEachKind_AreWhatTheOptionsSay(VmExecution execution)
    {
        using VmEngine engine = new(new VmOptions
        {
            Execution = execution,
            Configuration = s_configuration,
            KernelVersion = new Version(6, 12, 300),
            Helpers = [VmHelper.Of(Sum), VmHelper.Of(Length)],
        });
        using VmObject loaded = engine.Load(Only("names"));

        loaded.Programs["names"].Run(new ProgramRun());

        BpfMap<uint, ulong> results = loaded.Map<uint, ulong>("results");
        Assert.Equal([38, 5, 0x060CFF, 251, 'b', 0, 0, 7], Enumerable.Range(0, 8).Select(i => results[(uint)i]));
    }

    [Fact]
    public void Run_WeakFunctionThatIsThere_IsCalled()
    {
        using VmEngine engine = new(new VmOptions { Configuration = s_configuration, Helpers = [VmHelper.Of(Sum), VmHelper.Of(Length), VmHelper.Of(Twice)] });
        using VmObject loaded = engine.Load(Only("names"));

        loaded.Programs["names"].Run(new ProgramRun());

        Assert.Equal(2ul, loaded.Map<uint, ulong>("results")[7]);
    }

    [Fact]
    public void Load_ObjectTwice_KeepsNothingOfTheFirstConfiguration()
    {
        BpfObject obj = Only("names");
        using VmEngine first = new(new VmOptions { Configuration = new Dictionary<string, string>(s_configuration) { ["CONFIG_NO_SUCH_VALUE"] = "9" }, Helpers = [VmHelper.Of(Sum), VmHelper.Of(Length)] });
        using VmEngine second = new(new VmOptions { Configuration = s_configuration, Helpers = [VmHelper.Of(Sum), VmHelper.Of(Length)] });
        using VmObject given = first.Load(obj), missing = second.Load(obj);

        given.Programs["names"].Run(new ProgramRun());
        missing.Programs["names"].Run(new ProgramRun());

        Assert.Equal((9ul, 0ul), (given.Map<uint, ulong>("results")[5], missing.Map<uint, ulong>("results")[5]));
    }

    [Fact]
    public void Load_FunctionThatNobodyHas_NamesItAndSaysWhatToDo()
    {
        using VmEngine engine = new(new VmOptions { Configuration = s_configuration, Helpers = [VmHelper.Of(Sum)] });

        var error = Assert.Throws<VmLoadException>(() => engine.Load(Only("names")));

        Assert.Contains("'my_length'", error.Message, StringComparison.Ordinal);
        Assert.Contains("VmOptions.Helpers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FunctionDeclaredWithOtherParameters_SaysHowItDiffers()
    {
        using VmEngine engine = new(new VmOptions { Configuration = s_configuration, Helpers = [VmHelper.Of(Sum), VmHelper.Of(OneRegister)] });

        var error = Assert.Throws<VmLoadException>(() => engine.Load(Only("names")));

        Assert.Contains("'my_length' with 2 parameters, and the helper of this name takes 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CONFIG_HZ", null, "VmOptions.Configuration")]
    [InlineData("CONFIG_HZ", "\"250\"", "a Integer can't hold")]
    public void Load_ConfigurationThatDoesNotDo_SaysWhich(string name, string? value, string expected)
    {
        Dictionary<string, string> configuration = new(s_configuration);
        if (value is null) configuration.Remove(name);
        else configuration[name] = value;
        using VmEngine engine = new(new VmOptions { Configuration = configuration });

        var error = Assert.Throws<BpfNotSupportedException>(() => engine.Load(Only("names")));

        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FieldsWithoutTypesOfAKernel_LieWhereTheCompilerPutThem()
    {
        using VmEngine engine = new(new VmOptions { Configuration = s_configuration });
        using VmObject loaded = engine.Load(Only("fields"));
        byte[] record = new byte[24];
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(8), 0x1234_5678_9ABC);
        record[16] = 6;

        uint result = loaded.Programs["fields"].Run(new ProgramRun { Context = record }).ReturnValue;

        BpfMap<uint, ulong> results = loaded.Map<uint, ulong>("results");
        Assert.Equal((6u, 8ul, 0x1234_5678_9ABCul, 1ul), (result, results[0], results[1], results[2]));
    }

    [Fact]
    public void Run_FieldsOfGivenTypes_LieWhereThoseSay()
    {
        using VmEngine engine = new(new VmOptions { Configuration = s_configuration, KernelTypes = OtherLayout() });
        using VmObject loaded = engine.Load(Only("fields"));
        byte[] record = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(record, 0x1234_5678_9ABC);

        uint result = loaded.Programs["fields"].Run(new ProgramRun { Context = record }).ReturnValue;

        BpfMap<uint, ulong> results = loaded.Map<uint, ulong>("results");
        Assert.Equal((0u, 0ul, 0x1234_5678_9ABCul, 0ul), (result, results[0], results[1], results[2]));
    }

    [Theory, MemberData(nameof(Executions))]
    public void Run_FieldThatTheGivenTypesLack_EndsTheRunAndNamesIt(VmExecution execution)
    {
        using VmEngine engine = new(new VmOptions { Safety = VmSafety.Checked, Execution = execution, Configuration = s_configuration, KernelTypes = OtherLayout() });
        using VmObject loaded = engine.Load(Only("needs"));

        VmFault fault = Assert.Throws<VmFaultException>(() => loaded.Programs["needs"].Run(new ProgramRun { Context = new byte[32] })).Fault;

        Assert.Equal(VmFaultKind.UnknownHelper, fault.Kind);
        Assert.Contains("'gone'", fault.Reason, StringComparison.Ordinal);
        using VmEngine verifying = new(engine.Options with { Safety = VmSafety.Verified });
        Assert.Contains("'gone'", Assert.Throws<VmRejectionException>(() => verifying.Load(Only("needs"))).Message, StringComparison.Ordinal);
    }

    [VmHelper("my_sum")]
    private static long Sum(int a, long b) => a + b;

    [VmHelper("my_length")]
    private static long Length(ReadOnlySpan<byte> text) => text.Length;

    [VmHelper("my_length")]
    private static long OneRegister(long text) => text;

    [VmHelper("not_there")]
    private static int Twice(int a) => 2 * a;

    // struct record { u64 wide; u32 narrow; }
    private static Btf OtherLayout()
    {
        BtfBuilder types = new();
        int word = types.Add(new BtfInt("unsigned int", 4, 0)), wide = types.Add(new BtfInt("unsigned long long", 8, 0));
        types.Add(new BtfComposite("record", IsUnion: false, 16, [new("wide", wide, 0), new("narrow", word, 64)]));
        return types.Build();
    }

    private static BpfObject Only(string program)
    {
        BpfObject all = ObjectReader.Read(Clang.Compile("vmhelpers.bpf.c"));
        return new() { License = all.License, Maps = all.Maps, Externs = all.Externs, Btf = all.Btf, Programs = [.. all.Programs.Where(p => p.Name == program)] };
    }
}
