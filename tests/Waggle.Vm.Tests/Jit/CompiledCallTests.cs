using System.Text.RegularExpressions;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Tests.Jit;

/// <summary>Calls that the compiler makes something else of than a call: loops, lookups, checks of arguments. Expected is what Linux says;
/// the interpreter calls the helper.</summary>
public partial class CompiledCallTests
{
    private const uint TooBig = unchecked((uint)-7), Invalid = unchecked((uint)-22);

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 0, 1, 0)]
    [InlineData(5, 0, 5, 10)]
    [InlineData(100, 0, 4, 6)] // the callback says stop at 3
    [InlineData(8 * 1024 * 1024 + 1, 0, TooBig, 0)]
    [InlineData(5, 1, Invalid, 0)]
    public void Loop_CallbackOfTheProgram_RunsAsOftenAsLinuxRunsIt(int times, int flags, uint expected, uint sum)
    {
        int stop = times == 100 ? 3 : -1;
        string text = $"""
            *(u64 *)(r10 -8) = 0
            r1 = {times}
            r2 = subprog[add]
            r3 = r10
            r3 += -8
            r4 = {flags}
            call bpf_loop
            r6 = r0
            r1 = *(u64 *)(r10 -8)
            r2 = map[result][0]+0
            *(u64 *)(r2 +0) = r1
            r0 = r6
            exit
            add:
            r3 = *(u64 *)(r2 +0)
            r3 += r1
            *(u64 *)(r2 +0) = r3
            r0 = 0
            if r1 != {stop} goto end
            r0 = 1
            end:
            exit
            """;
        foreach (Form form in Form.All)
        {
            using VmEngine engine = form.Open();
            using VmObject loaded = form.Load(engine, text);

            ProgramRunResult result = loaded.Programs["caller"].Run(new ProgramRun());

            Assert.Equal(expected, result.ReturnValue);
            Assert.Equal(sum, loaded.Map<uint, ulong>("result")[0]);
        }
    }

    [Fact]
    public void Loop_MoreThanTheBudget_EndsWithOneFaultEverywhere()
    {
        const string Text = "r6 = 0\nr1 = 8000000\nr2 = subprog[nothing]\nr3 = 0\nr4 = 0\ncall bpf_loop\nexit\nnothing:\nr0 = 0\nexit";

        VmFault[] faults = [.. Form.Checked.Select(form => form.FaultOf(Text, new VmOptions { InstructionBudget = 1_000_000 }))];

        Assert.All(faults, fault => Assert.Equal((VmFaultKind.Budget, 6), (fault.Kind, fault.Instruction)));
    }

    [Fact]
    public void Loop_EighthFrame_EndsWithOneFaultEverywhere()
    {
        // Seven functions deep, there is no room for the frame of a callback.
        string text = "call f1\nexit\n" + string.Concat(Enumerable.Range(1, 6).Select(i => $"f{i}:\ncall f{i + 1}\nexit\n"))
            + "f7:\nr1 = 1\nr2 = subprog[nothing]\nr3 = 0\nr4 = 0\ncall bpf_loop\nexit\nnothing:\nr0 = 0\nexit";

        VmFault[] faults = [.. Form.Checked.Select(form => form.FaultOf(text))];

        Assert.All(faults, fault => Assert.Equal(VmFaultKind.HelperArgument, fault.Kind));
        Assert.Single(faults.Select(fault => fault.Reason).Distinct());
    }

    [Theory]
    [InlineData("counts", 4)]
    [InlineData("percpu", 4)]
    [InlineData("words", 4)]
    [InlineData("longs", 8)]
    [InlineData("recent", 8)]
    [InlineData("flows", 16)]
    public void Lookup_KeyInTheFrame_FindsItsElement(string map, int keySize)
    {
        string key = string.Concat(Enumerable.Range(0, keySize / 4).Select(i => $"*(u32 *)(r10 {-16 + 4 * i}) = {(i == 0 ? 1 : 0)}\n"));
        if (keySize == 8) key = "*(u64 *)(r10 -16) = 1\n";
        string text = key + $"""
            *(u64 *)(r10 -24) = 77
            r1 = map[{map}]
            r2 = r10
            r2 += -16
            r3 = r10
            r3 += -24
            r4 = 0
            call bpf_map_update_elem
            r1 = map[{map}]
            r2 = r10
            r2 += -16
            call bpf_map_lookup_elem
            if r0 == 0 goto missing
            r6 = r0
            call bpf_get_smp_processor_id
            r1 = *(u64 *)(r6 +0)
            r1 += 1
            *(u64 *)(r6 +0) = r1
            r0 = *(u64 *)(r6 +0)
            exit
            missing:
            r0 = -1
            exit
            """;
        foreach (Form form in Form.All)
        {
            using VmEngine engine = form.Open();
            using VmObject loaded = form.Load(engine, text);

            Assert.Equal(78u, loaded.Programs["caller"].Run(new ProgramRun()).ReturnValue);
        }
    }

    [Theory]
    [InlineData("devices", 3)]  // a hash table, but not of plain values
    [InlineData("prefixes", 5)]
    public void Lookup_KeyInTheFrameForTheHelper_FindsItsElement(string map, uint expected)
    {
        string text = $"*(u64 *)(r10 -8) = 1\nr1 = map[{map}]\nr2 = r10\nr2 += -8\ncall bpf_map_lookup_elem\nif r0 == 0 goto end\nr0 = *(u32 *)(r0 +0)\nend:\nexit";
        foreach (Form form in Form.All)
        {
            using VmEngine engine = form.Open();
            using VmObject loaded = form.Load(engine, text, ProgramType.Xdp);
            if (map == "devices") loaded.Map<uint, uint>(map)[1] = expected;
            else loaded.Map<ulong, uint>(map)[1] = expected; // a prefix of one bit, a zero

            Assert.Equal(expected, loaded.Programs["caller"].Run(new ProgramRun { Packet = new byte[64] }).ReturnValue);
        }
    }

    [Theory]
    [InlineData("*(u32 *)(r10 -4) = 7", "r0 = *(u64 *)(r0 +0)", VmFaultKind.Memory)]                                        // no such element, and nobody asked
    [InlineData("*(u32 *)(r10 -4) = 1", "if r0 == 0 goto end\nr0 = *(u64 *)(r0 +4088)", VmFaultKind.Memory)]                // far behind it
    [InlineData("*(u32 *)(r10 -4) = 7", "r6 = r0\nr6 += 8\nif r6 == 0 goto end\nr0 = *(u64 *)(r6 -8)", VmFaultKind.Memory)] // null that has moved is not null
    [InlineData("*(u32 *)(r10 -4) = 7", "if r0 != 0 goto end\nr0 = *(u64 *)(r0 +0)", VmFaultKind.Memory)]                   // on the wrong way
    [InlineData("*(u32 *)(r10 -4) = 1", "r1 = map[counts]\nr1 += 1\nr2 = r10\nr2 += -4\ncall bpf_map_lookup_elem", VmFaultKind.HelperArgument)]
    public void Lookup_WrongUseOfWhatItGave_EndsWithOneFaultEverywhere(string key, string use, VmFaultKind kind)
    {
        string text = $"{key}\nr1 = map[counts]\nr2 = r10\nr2 += -4\ncall bpf_map_lookup_elem\n{use}\nend:\nr0 = 0\nexit";

        (VmFaultKind, int)[] faults = [.. Form.Checked.Select(form => form.FaultOf(text)).Select(f => (f.Kind, f.Instruction))];

        Assert.All(faults, fault => Assert.Equal(kind, fault.Item1));
        Assert.Single(faults.Distinct());
    }

    [Theory]
    [InlineData("r1 = 0\nr2 = 0\nr3 = r10\nr3 += -8\nr4 = 12\nr5 = 0\ncall bpf_csum_diff")]            // behind the frame
    [InlineData("r1 = 0\nr2 = 4\nr3 = r10\nr3 += -8\nr4 = 8\nr5 = 0\ncall bpf_csum_diff")]             // four bytes of nothing
    [InlineData("r1 = 0\nr2 = 0\nr3 = r10\nr3 += -8\nr4 = 1\nr4 <<= 32\nr5 = 0\ncall bpf_csum_diff")]  // an int would be 0
    [InlineData("r1 = map[counts]\nr2 = 64\ncall bpf_map_lookup_elem")]                                // no pointer
    [InlineData("r1 = map[counts]\nr2 = r10\ncall bpf_map_delete_elem")]                               // the key would lie behind the frame
    [InlineData("r1 = map[longs]\nr2 = r10\nr2 += -8\nr3 = 0\nr4 = 0\ncall bpf_map_update_elem")]      // no value
    [InlineData("r1 = 5\nr2 = 8\nr3 = r10\nr3 += -8\nr4 = 0\ncall bpf_loop")]                          // no function
    public void Call_ArgumentAgainstTheContract_EndsWithOneFaultEverywhere(string call)
    {
        string text = $"*(u64 *)(r10 -8) = 1\n{call}\nr0 = 0\nexit";

        VmFault[] faults = [.. Form.Checked.Select(form => form.FaultOf(text, type: ProgramType.Xdp))];

        Assert.All(faults, fault => Assert.Equal(VmFaultKind.HelperArgument, fault.Kind));
        Assert.Single(faults.Select(fault => (fault.Instruction, Reason: AddressPattern().Replace(fault.Reason, "address"))).Distinct());
    }

    [GeneratedRegex("0x[0-9a-f]+")]
    private static partial Regex AddressPattern(); // the stacks of two engines lie apart

    private sealed record Form(VmExecution Execution, bool IsProved)
    {
        public static Form[] Checked { get; } = [new(VmExecution.Interpreter, false), new(VmExecution.Jit, false)];

        public static Form[] All { get; } = [.. Checked, new(VmExecution.Interpreter, true), new(VmExecution.Jit, true)];

        public VmEngine Open(VmOptions? options = null) => new((options ?? new()) with { Execution = Execution, CpuCount = 1, TrustsAll = IsProved, Safety = VmSafety.Checked });

        public VmObject Load(VmEngine engine, string text, ProgramType type = ProgramType.Syscall) =>
            engine.Load(Build(text, type));

        public VmFault FaultOf(string text, VmOptions? options = null, ProgramType type = ProgramType.Syscall)
        {
            using VmEngine engine = Open(options);
            using VmObject loaded = Load(engine, text, type);
            return Assert.Throws<VmFaultException>(() => loaded.Programs["caller"].Run(new ProgramRun { Packet = new byte[type == ProgramType.Xdp ? 64 : 0] })).Fault;
        }

        private static BpfObject Build(string text, ProgramType type)
        {
            AssembledProgram program = Assembler.Assemble(text, HelperNames.Symbols);
            return new()
            {
                Programs = [new() { Name = "caller", Section = type == ProgramType.Xdp ? "xdp" : "syscall", Type = type, Instructions = program.Instructions, MapReferences = program.MapReferences }],
                Maps =
                [
                    new("result", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 1 },
                    new("counts", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 4 },
                    new("percpu", MapType.PerCpuArray) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 4 },
                    new("words", MapType.Hash) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 4 },
                    new("longs", MapType.PerCpuHash) { KeySizeInBytes = 8, ValueSizeInBytes = 8, MaxEntries = 4 },
                    new("recent", MapType.LruHash) { KeySizeInBytes = 8, ValueSizeInBytes = 8, MaxEntries = 64 },
                    new("devices", MapType.DevMapHash) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 4 },
                    new("prefixes", MapType.LpmTrie) { KeySizeInBytes = 8, ValueSizeInBytes = 4, MaxEntries = 4, Flags = 1 },
                    new("flows", MapType.Hash) { KeySizeInBytes = 16, ValueSizeInBytes = 8, MaxEntries = 4 },
                ],
            };
        }
    }
}
