using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Vm.Code;
using Waggle.Vm.Cpus;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;
using Waggle.Vm.Interpreter;
using Waggle.Vm.Maps;
using Waggle.Vm.Tests.Isa;

namespace Waggle.Vm.Tests.Interpreter;

/// <summary>How handlers go on with the next, over all cases of tests/data/isa and calls on maps.</summary>
public sealed unsafe class HandlerTests
{
    private const long InstructionBudget = 100_000_000;

    // A case that faults does not come to its end.
    private static readonly ImmutableArray<IsaCase> s_cases = [.. IsaCase.All.Where(each => each.Fault is null && !each.IsPacket)];

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Run_AnyInstructions_LeaveNothingOnTheStack(bool isChecked, bool isFused)
    {
        if (!TailCalls.AreJumps) Assert.Skip("This build does not make calls at the end jumps: the interpreter pauses after each handler.");
        using VmEngine engine = new(new VmOptions { Execution = VmExecution.Interpreter, CpuCount = 1, TrustsAll = !isChecked });
        using RunContext run = new();
        long expected = DepthOf([Instruction.Move(Register.R0, 0), Instruction.Exit], [])!.Value;

        string[] deeper = [.. s_cases.Where(each => DepthOf(each.Assemble(), each.Memory) != expected).Select(each => $"{each.Block} {each.Row}\n{each.Text}")];

        Assert.Empty(deeper);

        long? DepthOf(ImmutableArray<Instruction> code, ImmutableArray<byte> memory)
        {
            Executable program = engine.Load(code).Executable;
            Op[] ops = isChecked ? new OpDecoder<Checked>(program.Image).Decode() : new OpDecoder<Trusted>(program.Image).Decode();
            if (isFused) FusedHandlers.Table.Apply(ops);
            return DepthAtExit(run, program, ops, memory);
        }
    }

    [Fact]
    public void Run_PausedAfterEachHandler_GivesWhatTheStandardSays()
    {
        using VmEngine engine = new(new VmOptions { Execution = VmExecution.Interpreter, CpuCount = 1 });
        using RunContext run = new();

        string?[] mistakes = [.. s_cases.Select(Judge)];

        Assert.All(mistakes, Assert.Null);

        string? Judge(IsaCase each)
        {
            byte[] memory = [.. each.Memory];
            InterpretedProgram program = new(engine.Load(each.Assemble()).Executable.Image, runsBeforeFusing: 1, pauses: true);
            fixed (byte* start = memory)
            {
                Begin(run, program, start, memory.Length);
                return each.Judge(new(program.Run(run, (ulong)start, (ulong)memory.Length, run.StackTop), memory, null));
            }
        }
    }

    [Theory]
    [InlineData(MapType.Array)]
    [InlineData(MapType.PerCpuArray)]
    [InlineData(MapType.Hash)]
    [InlineData(MapType.LruHash)]
    [InlineData(MapType.PerCpuHash)]
    public void Run_KeyInFrameOrElsewhere_FindsTheValueAndLeavesNothingOnTheStack(MapType type)
    {
        if (!TailCalls.AreJumps) Assert.Skip("This build does not make calls at the end jumps: the interpreter pauses after each handler.");
        const string Text = """
            r6 = r1
            *(u32 *)(r10 -4) = 1
            *(u64 *)(r10 -16) = 5
            *(u32 *)(r6 +0) = 1
            r1 = map[map]
            r2 = r10
            r2 += -4
            r3 = r10
            r3 += -16
            r4 = 0
            call bpf_map_update_elem
            r7 = r0
            r1 = map[map]
            r2 = r10
            r2 += -4
            call bpf_map_lookup_elem
            if r0 == 0 goto out
            r8 = *(u64 *)(r0 +0)
            r1 = map[map]
            r2 = r6
            call bpf_map_lookup_elem
            if r0 == 0 goto out
            r9 = *(u64 *)(r0 +0)
            r0 = r7
            r0 += r8
            r0 += r9
            out:
            exit
            """;
        using VirtualCpus cpus = new(1);
        using RunContext run = new();
        ProgramImage image = Read("r0 = 0\nexit"), program = Read(Text, VmMap.Create(new MapSpec("map", type) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 4 }, cpus));
        VirtualCpu cpu = cpus.Enter();

        long expected = DepthAtExit(run, new InterpretedProgram(image), new OpDecoder<Checked>(image).Decode(), [])!.Value;
        long depth = DepthAtExit(run, new InterpretedProgram(program), new OpDecoder<Checked>(program).Decode(), [0, 0, 0, 0], result: 10)!.Value;

        cpus.Exit(cpu);
        Assert.Equal(expected, depth);
    }

    private static ProgramImage Read(string text, params VmMap[] maps)
    {
        AssembledProgram program = Assembler.Assemble(text, HelperNames.Symbols);
        return new ProgramImage
        {
            Name = "maps",
            Type = ProgramType.Unspecified,
            Code = ProgramCode.Read(program.Instructions),
            Context = ContextShape.Memory,
            Maps = maps,
            MapUses = program.MapReferences.ToFrozenDictionary(r => r.InstructionIndex, r => new MapUse(0, r.ValueOffset)),
            Helpers = new[] { 1, 2 }.ToFrozenDictionary(number => number, number => HelperTable.Find(number)!),
        };
    }

    // How far down the stack a function ended. Optimised at once, so that its own frame does not change between cases.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long? DepthAtExit(RunContext run, Executable program, Op[] ops, ImmutableArray<byte> memory, ulong? result = null)
    {
        DepthExit? end = null;
        for (int slot = 0; slot < ops.Length; slot++)
        {
            if (ops[slot].Handler is Exit exit) ops[slot].Handler = end ??= new DepthExit(exit);
        }

        byte[] copy = [.. memory];
        fixed (byte* start = copy)
        {
            Begin(run, program, start, copy.Length);
            RunContext.ClearFrame(run.StackTop);
            ulong* registers = stackalloc ulong[RegisterWindow.Size], r = stackalloc ulong[RegisterWindow.AllSize];
            new Span<ulong>(registers, RegisterWindow.Size).Clear();
            (registers[1], registers[2], registers[10]) = ((ulong)start, (ulong)copy.Length, (ulong)run.StackTop);
            RegisterWindow.Begin(r, registers);
            end!.Start = (nint)r;
            ulong r0 = ops[0].Handler.Run(run, ref ops[0], r, 0);
            if (result is not null) Assert.Equal(result, r0);
        }

        return end.Depth;
    }

    private static void Begin(RunContext run, Executable program, byte* memory, int length)
    {
        run.Begin(program, 0, 0, InstructionBudget);
        run.SetPacket((ulong)memory, length);
    }

    private sealed class DepthExit(Exit exit) : Handler
    {
        internal nint Start;
        internal long? Depth;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
        {
            Note();
            return exit.Run(run, ref op, r, last);
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private void Note()
        {
            int here;
            Depth = Math.Max(Depth ?? 0, Start - (nint)(&here));
        }
    }
}
