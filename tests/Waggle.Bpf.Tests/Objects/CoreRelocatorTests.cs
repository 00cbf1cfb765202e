using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Tests.Objects;

/// <summary>Each rule of relocation on types made for it; the tests in Waggle.Bpf.KernelTests compare whole objects with libbpf.</summary>
public class CoreRelocatorTests
{
    private static readonly BtfInt s_int = new("int", 4, BtfIntEncoding.Signed);
    private static readonly BtfInt s_uint = new("unsigned int", 4, BtfIntEncoding.None);
    private static readonly BtfInt s_ulong = new("unsigned long", 8, BtfIntEncoding.None);

    private readonly BtfBuilder _local = new();
    private readonly BtfBuilder _kernel = new();

    private static int Struct(BtfBuilder types, string name, uint size, params BtfMember[] members) =>
        types.Add(new BtfComposite(name, false, size, [.. members]));

    private CoreResolution Resolve(int type, string access, CoreRelocationKind kind, params Instruction[] instructions)
    {
        var program = new ProgramSpec
        {
            Name = "p",
            Section = "raw_tp/x",
            Type = ProgramType.RawTracepoint,
            Instructions = [.. instructions],
            CoreRelocations = [new(0, type, access, kind)],
            Lines = [new(0, "P.cs", "task.tgid", 12, 5)],
        };
        return CoreRelocator.Resolve(program, _local.Build(), _kernel.Build());
    }

    [Fact]
    public void Resolve_FieldMoved_ChangesOffsetOfTheLoad()
    {
        int task = Struct(_local, "task", 8, new BtfMember("pid", _local.Add(s_int), 0), new BtfMember("tgid", _local.Add(s_int), 32));
        Struct(_kernel, "task", 64, new BtfMember("state", _kernel.Add(s_ulong), 0), new BtfMember("tgid", _kernel.Add(s_int), 320));

        CoreResolution resolved = Resolve(task, "0:1", CoreRelocationKind.FieldByteOffset, Instruction.Load(MemorySize.Word, Register.R1, Register.R2, 4));

        Assert.Equal([Instruction.Load(MemorySize.Word, Register.R1, Register.R2, 40)], resolved.Program.Instructions);
        Assert.Empty(resolved.Unresolved);
        Assert.Empty(resolved.Program.CoreRelocations);
    }

    [Fact]
    public void Resolve_FlavourOfAType_FindsTheTypeWithoutIt()
    {
        int task = Struct(_local, "task___old", 4, new BtfMember("tgid", _local.Add(s_int), 0));
        Struct(_kernel, "task", 64, new BtfMember("tgid", _kernel.Add(s_int), 320));

        CoreResolution resolved = Resolve(task, "0:0", CoreRelocationKind.FieldByteOffset, Instruction.Move(Register.R1, 0));

        Assert.Equal([Instruction.Move(Register.R1, 40)], resolved.Program.Instructions);
    }

    [Fact]
    public void Resolve_FieldOfNestedAndAnonymousMembers_AddsTheirOffsets()
    {
        int inner = Struct(_local, "inner", 4, new BtfMember("x", _local.Add(s_int), 0));
        int outer = Struct(_local, "outer", 4, new BtfMember("in", inner, 0));
        int kernelInner = Struct(_kernel, "inner", 12, new BtfMember("y", _kernel.Add(s_ulong), 0), new BtfMember("x", _kernel.Add(s_int), 64));
        int union = _kernel.Add(new BtfComposite("", true, 12, [new("in", kernelInner, 0), new("other", _kernel.Add(s_int), 0)]));
        int anonymous = Struct(_kernel, "", 20, new BtfMember("z", _kernel.Add(s_ulong), 0), new BtfMember("", union, 64));
        Struct(_kernel, "outer", 28, new BtfMember("first", _kernel.Add(s_ulong), 0), new BtfMember("", anonymous, 64));

        CoreResolution resolved = Resolve(outer, "0:0:0", CoreRelocationKind.FieldByteOffset, Instruction.Move(Register.R1, 0));

        Assert.Equal([Instruction.Move(Register.R1, 8 + 8 + 8)], resolved.Program.Instructions);
    }

    [Fact]
    public void Resolve_ElementOfAnArray_CountsInTheKernelsElements()
    {
        int element = Struct(_local, "element", 4, new BtfMember("x", _local.Add(s_int), 0));
        int root = Struct(_local, "root", 16, new BtfMember("items", _local.Add(new BtfArray(element, _local.Add(s_int), 4)), 0));
        int kernelElement = Struct(_kernel, "element", 24, new BtfMember("w", _kernel.Add(s_ulong), 0), new BtfMember("x", _kernel.Add(s_int), 64));
        Struct(_kernel, "root", 104, new BtfMember("count", _kernel.Add(s_ulong), 0), new BtfMember("items", _kernel.Add(new BtfArray(kernelElement, _kernel.Add(s_int), 4)), 64));

        CoreResolution resolved = Resolve(root, "0:0:2:0", CoreRelocationKind.FieldByteOffset, Instruction.Move(Register.R1, 8));

        Assert.Equal([Instruction.Move(Register.R1, 8 + 2 * 24 + 8)], resolved.Program.Instructions);
    }

    [Fact]
    public void Resolve_ElementBeyondTheKernelsArray_IsPoisonedAndTold()
    {
        int root = Struct(_local, "root", 16, new BtfMember("items", _local.Add(new BtfArray(_local.Add(s_int), _local.Add(s_int), 4)), 0));
        Struct(_kernel, "root", 12, new BtfMember("items", _kernel.Add(new BtfArray(_kernel.Add(s_int), _kernel.Add(s_int), 2)), 0), new BtfMember("n", _kernel.Add(s_int), 64));

        CoreResolution resolved = Resolve(root, "0:0:3", CoreRelocationKind.FieldByteOffset, Instruction.Move(Register.R1, 12));

        Assert.Equal([Instruction.CallHelper(0xbad2310)], resolved.Program.Instructions);
        Assert.Equal("p, P.cs:12: struct root, items[3]: the kernel has int[2] there, which has no element 3.", Assert.Single(resolved.Unresolved).ToString());
    }

    [Fact]
    public void Resolve_UnsignedFieldThatGrew_WidensTheLoad()
    {
        int root = Struct(_local, "root", 4, new BtfMember("flags", _local.Add(s_uint), 0));
        Struct(_kernel, "root", 16, new BtfMember("a", _kernel.Add(s_ulong), 0), new BtfMember("flags", _kernel.Add(s_ulong), 64));

        CoreResolution resolved = Resolve(root, "0:0", CoreRelocationKind.FieldByteOffset, Instruction.Load(MemorySize.Word, Register.R1, Register.R2, 0));

        Assert.Equal([Instruction.Load(MemorySize.Double, Register.R1, Register.R2, 8)], resolved.Program.Instructions);
    }

    [Fact]
    public void Resolve_SignedFieldThatGrew_IsPoisonedForWhatTheLoadWouldMiss()
    {
        int root = Struct(_local, "root", 4, new BtfMember("count", _local.Add(s_int), 0));
        Struct(_kernel, "root", 8, new BtfMember("count", _kernel.Add(new BtfInt("long", 8, BtfIntEncoding.Signed)), 0));

        CoreResolution resolved = Resolve(root, "0:0", CoreRelocationKind.FieldByteOffset, Instruction.Load(MemorySize.Word, Register.R1, Register.R2, 0));

        Assert.Equal([Instruction.CallHelper(CoreRelocator.Poison)], resolved.Program.Instructions);
        Assert.Contains("the kernel has it as long of 8 bytes, the program as int of 4", resolved.Unresolved[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_FieldThatTheKernelLacks_SuggestsWhatItHas()
    {
        int task = Struct(_local, "task_struct", 4, new BtfMember("tgidd", _local.Add(s_int), 0));
        int more = Struct(_kernel, "", 8, new BtfMember("tgid", _kernel.Add(s_int), 0), new BtfMember("wake_cpu", _kernel.Add(s_int), 32));
        Struct(_kernel, "task_struct", 12, new BtfMember("pid", _kernel.Add(s_int), 0), new BtfMember("", more, 32));

        CoreResolution resolved = Resolve(task, "0:0", CoreRelocationKind.FieldByteOffset, Instruction.Load(MemorySize.Word, Register.R1, Register.R2, 0));

        CoreFailure failure = Assert.Single(resolved.Unresolved);
        Assert.Equal(
            "p, P.cs:12: struct task_struct, tgidd: the kernel's struct task_struct has no field 'tgidd'. Close names there: tgid.",
            failure.ToString());
        Assert.Equal(("p", "struct task_struct", "tgidd"), (failure.ProgramName, failure.TypeName, failure.Field));
        Assert.Equal(new CoreRelocationException(failure).Message, failure.ToString());
    }

    [Fact]
    public void Resolve_TypeThatTheKernelLacks_PoisonsBothSlotsOfAWideLoad()
    {
        int task = Struct(_local, "gone", 4, new BtfMember("x", _local.Add(s_int), 0));
        (Instruction first, Instruction second) = Instruction.LoadImmediate64(Register.R1, 0);

        CoreResolution resolved = Resolve(task, "0:0", CoreRelocationKind.FieldByteOffset, first, second);

        Assert.Equal([Instruction.CallHelper(CoreRelocator.Poison), Instruction.CallHelper(CoreRelocator.Poison)], resolved.Program.Instructions);
        Assert.Equal("p, P.cs:12: struct gone, x: the kernel has no struct gone.", resolved.Unresolved[0].ToString());
    }

    [Fact]
    public void Resolve_FieldOfAnotherKind_IsToldWithBothTypes()
    {
        int task = Struct(_local, "task", 4, new BtfMember("comm", _local.Add(s_int), 0));
        Struct(_kernel, "task", 16, new BtfMember("comm", _kernel.Add(new BtfArray(_kernel.Add(new BtfInt("char", 1, BtfIntEncoding.None)), _kernel.Add(s_int), 16)), 0));

        CoreResolution resolved = Resolve(task, "0:0", CoreRelocationKind.FieldByteOffset, Instruction.Load(MemorySize.Word, Register.R1, Register.R2, 0));

        Assert.Equal("the kernel's struct task has 'comm' as char[16], the program as int", resolved.Unresolved[0].Reason);
    }

    [Theory]
    [InlineData(CoreRelocationKind.FieldExists, 0)]
    [InlineData(CoreRelocationKind.TypeExists, 0)]
    [InlineData(CoreRelocationKind.TypeSize, 0)]
    [InlineData(CoreRelocationKind.TypeMatches, 0)]
    [InlineData(CoreRelocationKind.TargetTypeId, 0)]
    public void Resolve_QuestionAboutATypeThatIsNotThere_IsAnsweredByZero(CoreRelocationKind kind, int expected)
    {
        int gone = Struct(_local, "gone", 4, new BtfMember("x", _local.Add(s_int), 0));
        int original = kind switch { CoreRelocationKind.TypeSize => 4, CoreRelocationKind.TargetTypeId => gone, _ => 1 };

        CoreResolution resolved = Resolve(gone, kind == CoreRelocationKind.FieldExists ? "0:0" : "0", kind, Instruction.Move(Register.R1, original));

        Assert.Equal([Instruction.Move(Register.R1, expected)], resolved.Program.Instructions);
        Assert.Empty(resolved.Unresolved);
    }

    [Fact]
    public void Resolve_Enumerator_HasTheKernelsValueInAll64Bits()
    {
        int color = _local.Add(new BtfEnum("color", 8, false, true, [new("RED", 1)]));
        _kernel.Add(new BtfEnum("color", 8, false, true, [new("BLUE", 7), new("RED", 0x1_0000_0002)]));
        (Instruction first, Instruction second) = Instruction.LoadImmediate64(Register.R1, 1);

        CoreResolution resolved = Resolve(color, "0", CoreRelocationKind.EnumValue, first, second);

        (Instruction expected, Instruction expectedHigh) = Instruction.LoadImmediate64(Register.R1, 0x1_0000_0002);
        Assert.Equal([expected, expectedHigh], resolved.Program.Instructions);
    }

    [Fact]
    public void Resolve_TypesThatMatchOrDoNot_AreToldApart()
    {
        int pair = Struct(_local, "pair", 8, new BtfMember("a", _local.Add(s_int), 0), new BtfMember("b", _local.Add(s_int), 32));
        int other = Struct(_local, "other", 4, new BtfMember("a", _local.Add(s_uint), 0));
        Struct(_kernel, "pair", 16, new BtfMember("b", _kernel.Add(s_int), 0), new BtfMember("c", _kernel.Add(s_ulong), 32), new BtfMember("a", _kernel.Add(s_int), 96));
        Struct(_kernel, "other", 4, new BtfMember("a", _kernel.Add(s_int), 0)); // signed there

        CoreResolution matching = Resolve(pair, "0", CoreRelocationKind.TypeMatches, Instruction.Move(Register.R1, 1));
        CoreResolution differing = Resolve(other, "0", CoreRelocationKind.TypeMatches, Instruction.Move(Register.R1, 1));

        Assert.Equal(1, matching.Program.Instructions[0].Immediate);
        Assert.Equal(0, differing.Program.Instructions[0].Immediate);
    }

    [Fact]
    public void Resolve_BitField_AnswersWhereAndHowToShift()
    {
        int packet = Struct(_local, "packet", 4, new BtfMember("a", _local.Add(s_uint), 0, 4), new BtfMember("b", _local.Add(s_uint), 4, 4));
        Struct(_kernel, "packet", 8, new BtfMember("x", _kernel.Add(s_uint), 0), new BtfMember("a", _kernel.Add(s_uint), 32, 4), new BtfMember("b", _kernel.Add(s_uint), 42, 4));

        int Answer(CoreRelocationKind kind, int original) =>
            Resolve(packet, "0:1", kind, Instruction.Move(Register.R1, original)).Program.Instructions[0].Immediate;

        Assert.Equal(4, Answer(CoreRelocationKind.FieldByteOffset, 0)); // the unit of 4 bytes that has bits 42 to 45
        Assert.Equal(4, Answer(CoreRelocationKind.FieldByteSize, 4));
        Assert.Equal(64 - (42 + 4 - 32), Answer(CoreRelocationKind.FieldLeftShift, 0));
        Assert.Equal(60, Answer(CoreRelocationKind.FieldRightShift, 60));
        Assert.Equal(0, Answer(CoreRelocationKind.FieldSigned, 0));
    }

    [Fact]
    public void Resolve_TwoTypesOfOneNameThatDisagree_IsAnError()
    {
        int task = Struct(_local, "task", 4, new BtfMember("x", _local.Add(s_int), 0));
        Struct(_kernel, "task", 8, new BtfMember("x", _kernel.Add(s_int), 0));
        Struct(_kernel, "task", 8, new BtfMember("x", _kernel.Add(s_int), 32));

        var error = Assert.Throws<CoreRelocationException>(() =>
            Resolve(task, "0:0", CoreRelocationKind.FieldByteOffset, Instruction.Move(Register.R1, 0)));

        Assert.Contains("two types of that name (2 and 3)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_InstructionThatContradictsTheTypes_IsAnError()
    {
        int task = Struct(_local, "task", 8, new BtfMember("pid", _local.Add(s_int), 0), new BtfMember("tgid", _local.Add(s_int), 32));
        Struct(_kernel, "task", 8, new BtfMember("tgid", _kernel.Add(s_int), 0));

        var error = Assert.Throws<CoreRelocationException>(() =>
            Resolve(task, "0:1", CoreRelocationKind.FieldByteOffset, Instruction.Load(MemorySize.Word, Register.R1, Register.R2, 12)));

        Assert.Equal("p, P.cs:12: struct task, tgid: the instruction has offset 12 where the program's types say 4.", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0:")]
    [InlineData("0:-1")]
    [InlineData("0:9")]
    [InlineData("0:0:0")]
    [InlineData("2147483647:0")]
    [InlineData("4294967296")]
    public void Resolve_PathThatLeadsNowhere_IsAnError(string access)
    {
        int task = Struct(_local, "task", 8, new BtfMember("pid", _local.Add(s_int), 0));
        Struct(_kernel, "task", 8, new BtfMember("pid", _kernel.Add(s_int), 0));

        Assert.Throws<CoreRelocationException>(() => Resolve(task, access, CoreRelocationKind.FieldByteOffset, Instruction.Move(Register.R1, 0)));
    }

    [Fact]
    public void Resolve_KernelTypesInCircles_Ends()
    {
        int task = Struct(_local, "task", 4, new BtfMember("x", _local.Add(s_int), 0));
        int circle = _kernel.Reserve();
        _kernel.Define(circle, new BtfComposite("task", false, 8, [new("", circle, 0), new("", circle, 32)]));

        CoreResolution resolved = Resolve(task, "0:0", CoreRelocationKind.FieldByteOffset, Instruction.Move(Register.R1, 0));

        Assert.Single(resolved.Unresolved);
    }

    [Theory]
    [InlineData("task___v2", 40)] // the kernel's type may have a flavour too
    [InlineData("task", 40)]
    [InlineData("task____v2", null)] // four underscores are part of a name
    [InlineData("task___", null)]
    [InlineData("___task", null)]
    [InlineData("other___task", null)]
    public void Resolve_KernelTypeWithAFlavour_IsACandidateByLibbpfsRule(string kernelName, int? expected)
    {
        int task = Struct(_local, "task___old", 4, new BtfMember("tgid", _local.Add(s_int), 0));
        Struct(_kernel, kernelName, 64, new BtfMember("tgid", _kernel.Add(s_int), 320));

        CoreResolution resolved = Resolve(task, "0:0", CoreRelocationKind.FieldByteOffset, Instruction.Move(Register.R1, 0));

        Assert.Equal(expected ?? CoreRelocator.Poison, resolved.Program.Instructions[0].Immediate);
    }

    [Fact]
    public void Resolve_TypeOfAModule_IsFoundWhereTheKernelHasNone()
    {
        Struct(_kernel, "task", 8, new BtfMember("x", _kernel.Add(s_int), 0));
        Btf kernel = _kernel.Build();
        KernelTypes types = new(kernel, () => new([Module("a", 32, "device", "task"), Module("b", 32, "device___b")], []));
        int device = Struct(_local, "device", 4, new BtfMember("x", _local.Add(s_int), 0));
        int task = Struct(_local, "task", 4, new BtfMember("x", _local.Add(s_int), 0));
        Btf local = _local.Build();

        CoreResolution resolved = new CoreTarget(local, types).Resolve(Moves(device, task));

        Assert.Equal([Instruction.Move(Register.R1, 4), Instruction.Move(Register.R1, 0)], resolved.Program.Instructions);
        Assert.Equal(2, new CoreTarget(local, new KernelTypes(kernel)).Resolve(Moves(device, device)).Unresolved.Length);

        ModuleTypes Module(string name, uint bits, params string[] structs)
        {
            BtfBuilder builder = BtfBuilder.OnTopOf(kernel);
            foreach (string text in structs)
                Struct(builder, text, 8, new BtfMember("x", 1, bits));
            return new(name, builder.Build());
        }
    }

    [Fact]
    public void Resolve_ModulesThatDisagree_IsAnError()
    {
        Btf kernel = _kernel.Build();
        KernelTypes types = new(kernel, () => new([Module("a", 32), Module("b", 64)], []));
        int device = Struct(_local, "device", 4, new BtfMember("x", _local.Add(s_int), 0));

        Assert.Throws<CoreRelocationException>(() => new CoreTarget(_local.Build(), types).Resolve(Moves(device)));

        ModuleTypes Module(string name, uint bits)
        {
            BtfBuilder builder = BtfBuilder.OnTopOf(kernel);
            Struct(builder, "device", 16, new BtfMember("x", builder.Add(s_int), bits));
            return new(name, builder.Build());
        }
    }

    /// <summary>libbpf drops a candidate that did not fit while another did, for the rest of the object.</summary>
    [Fact]
    public void Resolve_CandidateRuledOutBefore_StaysRuledOut()
    {
        int number = _local.Add(s_int);
        int task = Struct(_local, "task", 8, new BtfMember("a", number, 0), new BtfMember("b", number, 32));
        Struct(_kernel, "task", 8, new BtfMember("a", _kernel.Add(s_int), 32));
        Struct(_kernel, "task", 8, new BtfMember("b", _kernel.Add(s_int), 0));
        var target = new CoreTarget(_local.Build(), new KernelTypes(_kernel.Build()));
        ProgramSpec a = Moves(task), b = Moves(task) with { Instructions = [Instruction.Move(Register.R1, 4)], CoreRelocations = [new(0, task, "0:1", CoreRelocationKind.FieldByteOffset)] };

        Assert.Empty(target.Resolve(a).Unresolved);
        CoreFailure failure = Assert.Single(target.Resolve(b).Unresolved);

        Assert.Contains("has no field 'b'", failure.Reason, StringComparison.Ordinal);
        Assert.Empty(CoreRelocator.Resolve(b, _local.Build(), _kernel.Build()).Unresolved);
    }

    [Theory]
    [InlineData(0u, 7, true)]
    [InlineData(1u, 0, true)]
    [InlineData(1u, 1, false)] // an array of one is not flexible
    public void Resolve_ElementOfTheLastMember_MayLieBeyondItsEndOnlyIfItHasNone(uint count, int index, bool isFine)
    {
        int root = Struct(_local, "root", 4, new BtfMember("items", _local.Add(new BtfArray(_local.Add(s_int), _local.Add(s_int), 0)), 0));
        Struct(_kernel, "root", 8, new BtfMember("n", _kernel.Add(s_int), 0), new BtfMember("items", _kernel.Add(new BtfArray(_kernel.Add(s_int), _kernel.Add(s_int), count)), 32));

        CoreResolution resolved = Resolve(root, $"0:0:{index}", CoreRelocationKind.FieldByteOffset, Instruction.Move(Register.R1, 4 * index));

        Assert.Equal(isFine ? 4 + 4 * index : CoreRelocator.Poison, resolved.Program.Instructions[0].Immediate);
    }

    [Theory]
    [InlineData(4, 2, true)]
    [InlineData(8, 2, false)] // the size has to be the same
    [InlineData(4, 1, false)] // one of the program's values is missing
    public void Resolve_EnumerationsThatMatch_HaveOneSizeAndAllValues(int size, int values, bool isMatch)
    {
        int local = _local.Add(new BtfEnum("color", 4, false, false, [new("RED", 0), new("BLUE___old", 1)]));
        _kernel.Add(new BtfEnum("color", size, false, size == 8, [.. new BtfEnumValue[] { new("BLUE", 5), new("RED", 9) }[..values]]));

        CoreResolution resolved = Resolve(local, "0", CoreRelocationKind.TypeMatches, Instruction.Move(Register.R1, 1));

        Assert.Equal(isMatch ? 1 : 0, resolved.Program.Instructions[0].Immediate);
    }

    [Fact]
    public void Resolve_UnknownTypeOfInstruction_IsAnErrorEvenWhereTheKernelLacksTheType()
    {
        int gone = Struct(_local, "gone", 4, new BtfMember("x", _local.Add(s_int), 0));
        (Instruction first, Instruction second) = Instruction.LoadImmediate64(Register.R1, 0);

        Assert.Throws<CoreRelocationException>(() => Resolve(gone, "0:0", CoreRelocationKind.FieldByteOffset, Instruction.Exit));
        Assert.Throws<CoreRelocationException>(() => Resolve(gone, "0:0", CoreRelocationKind.FieldByteOffset, Instruction.Move(Register.R1, Register.R2)));
        Assert.Throws<CoreRelocationException>(() => Resolve(gone, "0:0", CoreRelocationKind.FieldByteOffset, first, second with { Offset = 1 }));
        Assert.Throws<CoreRelocationException>(() => Resolve(gone, "0:0", CoreRelocationKind.FieldByteOffset, first));
    }

    [Fact]
    public void Resolve_TypeSpelledWrong_SuggestsTheKernels()
    {
        int task = Struct(_local, "task_strct", 4, new BtfMember("x", _local.Add(s_int), 0));
        Struct(_kernel, "task_struct", 4, new BtfMember("x", _kernel.Add(s_int), 0));
        _kernel.Add(new BtfTypedef("task_strct_t", 1));

        CoreResolution resolved = Resolve(task, "0:0", CoreRelocationKind.FieldByteOffset, Instruction.Move(Register.R1, 0));

        Assert.Equal("p, P.cs:12: struct task_strct, x: the kernel has no struct task_strct. Close names there: task_struct.", resolved.Unresolved[0].ToString());
    }

    private static ProgramSpec Moves(params int[] types) => new()
    {
        Name = "p",
        Section = "raw_tp/x",
        Type = ProgramType.RawTracepoint,
        Instructions = [.. types.Select(_ => Instruction.Move(Register.R1, 0))],
        CoreRelocations = [.. types.Select((type, i) => new CoreRelocation(i, type, "0:0", CoreRelocationKind.FieldByteOffset))],
    };
}
