using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Verifier;
using Waggle.Verifier.Proofs;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Tests;

/// <summary>What a proof is of, and that an engine takes it for nothing else.</summary>
public unsafe class ProofTests
{
    private const string Sum = "r0 = *(u32 *)(r1 + 0)\nr2 = *(u32 *)(r1 + 4)\nr0 += r2\nexit";

    [Theory, InlineData(VmExecution.Jit), InlineData(VmExecution.Interpreter)]
    public void Load_ProvedForSoMuchMemory_RunsOnItWithoutChecks(VmExecution execution)
    {
        ImmutableArray<Instruction> code = Assemble(Sum);
        using VmEngine engine = new(new VmOptions { Execution = execution });

        VmProgram program = engine.Load(code, proof: ProofOf(code, memorySize: 8));

        Assert.True(program.Executable.Image.IsTrusted);
        Assert.Equal(7ul, program.Run([3, 0, 0, 0, 4, 0, 0, 0]).Value);
    }

    [Fact]
    public void Run_LessMemoryThanProvedFor_IsRefused()
    {
        ImmutableArray<Instruction> code = Assemble(Sum);
        using VmEngine engine = new();
        VmProgram program = engine.Load(code, proof: ProofOf(code, memorySize: 8));

        BpfException refusal = Assert.Throws<BpfException>(() => program.Run(new byte[7]));

        Assert.Contains("at least 8 bytes, and was given 7", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_MoreMemoryReadThanThereIs_IsRejected()
    {
        Verdict verdict = Verify(Assemble(Sum), new ProgramHost { MemorySizeInBytes = 7 });

        Assert.Equal((1, "invalid access to memory, mem_size=7 off=4 size=4"), (verdict.Rejection!.Slot, verdict.Rejection.Message.Split('\n')[0]));
    }

    [Fact]
    public void Load_ProofOfOtherInstructions_IsRefused()
    {
        Proof proof = ProofOf(Assemble(Sum), memorySize: 8);
        using VmEngine engine = new();

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => engine.Load(Assemble(Sum.Replace("+ 4", "+ 40", StringComparison.Ordinal)), proof: proof));

        Assert.Contains("other instructions", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("size")]
    [InlineData("entries")]
    [InlineData("kind")]
    [InlineData("constant")]
    [InlineData("missing")]
    public void WhyNotFor_MapThatDiffers_NamesIt(string change)
    {
        MapSpec map = Constants(value: 5);
        AssembledProgram code = Assembler.Assemble("r1 = map[constants][0]+0\nr0 = *(u32 *)(r1 + 0)\nexit");
        ProgramSpec program = new() { Name = "reader", Section = "xdp", Type = ProgramType.Xdp, Instructions = code.Instructions, MapReferences = [.. code.MapReferences] };
        Proof proof = ProgramVerifier.Verify(new BpfObject { Maps = [map], Programs = [program] }, program, null, TestContext.Current.CancellationToken).Proof!;
        Assert.Null(proof.WhyNotFor(program, [map.Copy()], null));

        if (change == "size") map.ValueSizeInBytes = 2;
        if (change == "entries") map.MaxEntries = 2;
        if (change == "kind") map.Type = MapType.Hash;
        if (change == "constant") map.InitialValue![0]++;
        string? why = proof.WhyNotFor(program, change == "missing" ? [] : [map], null);

        Assert.Contains("'constants'", why, StringComparison.Ordinal);
    }

    [Fact]
    public void WhyNotFor_AnotherHost_SaysSo()
    {
        ImmutableArray<Instruction> code = Assemble("r0 = 0\nexit");
        ProgramSpec program = Memory(code);
        Proof proof = ProofOf(code, memorySize: 8);

        Assert.NotNull(proof.WhyNotFor(program, [], null));
        Assert.NotNull(proof.WhyNotFor(program, [], new ProgramHost { Context = new ContextLayout("other", 8, default, []) }));
        Assert.NotNull(proof.WhyNotFor(program with { Type = ProgramType.Xdp }, [], new ProgramHost()));
        Assert.Null(proof.WhyNotFor(program, [], new ProgramHost()));
    }

    [Fact]
    public void Load_ObjectChangedAfterwards_DoesNotChangeWhatWasProved()
    {
        // The branch that is never gone would divide what is no address.
        MapSpec map = Constants(value: 5);
        AssembledProgram code = Assembler.Assemble(
            "r1 = map[constants][0]+0\nr0 = *(u32 *)(r1 + 0)\nif r0 == 5 goto end\nr2 = 8\nr0 = *(u64 *)(r2 + 0)\nend: exit");
        BpfObject obj = new()
        {
            Maps = [map],
            Programs = [new() { Name = "reader", Section = "xdp", Type = ProgramType.Xdp, Instructions = code.Instructions, MapReferences = [.. code.MapReferences] }],
        };
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(obj);
        map.InitialValue![0] = 6;

        Assert.Throws<BpfMapException>(() => loaded.FindMap("constants").Update(new byte[4], [6, 0, 0, 0]));
        Assert.Equal(5u, loaded.Programs["reader"].Run(new Bpf.Engines.ProgramRun { Packet = new byte[64] }).ReturnValue);
        VmRejectionException rejection = Assert.Throws<VmRejectionException>(() => engine.Load(obj));
        Assert.Equal("NotAPointer", rejection.Rejection.Rule);
    }

    [Theory, InlineData(VmExecution.Jit), InlineData(VmExecution.Interpreter)]
    public void Run_WhatTheProofSaysIsNeverReached_EndsTheRun(VmExecution execution)
    {
        // r2 says how much memory there is, and is given against the proof: so a verifier that is wrong would look.
        ImmutableArray<Instruction> code = Assemble("r0 = 1\nif r2 > 7 goto end\nr0 = *(u64 *)(r1 + 0)\nend: exit");
        using VmEngine engine = new(new VmOptions { Execution = execution });
        Executable program = engine.Load(code, proof: ProofOf(code, memorySize: 8)).Executable;
        using RunContext run = new();
        run.Begin(program, 0, 0, 100);

        ulong right = program.Run(run, 0, 8, run.StackTop);
        VmFault fault = Assert.Throws<FaultException>(() => program.Run(run, 0, 7, run.StackTop)).Fault;

        Assert.Equal(1ul, right);
        Assert.Equal((VmFaultKind.Unproven, 2), (fault.Kind, fault.Instruction));
    }

    // Data flow thinks that the slot still holds the context, whose first four bytes stand for the address of the packet.
    [Theory, InlineData(VmExecution.Jit), InlineData(VmExecution.Interpreter)]
    public void Run_ContextReplacedInMemory_IsNotTakenForTheContext(VmExecution execution)
    {
        AssembledProgram code = Assembler.Assemble("""
            *(u64 *)(r10 -8) = r1
            r1 = r10
            r1 += -8
            call replace
            r2 = *(u64 *)(r10 -8)
            r0 = *(u32 *)(r2 +0)
            exit
            replace:
            r2 = map[constants][0]+0
            *(u64 *)(r1 +0) = r2
            r0 = 0
            exit
            """);
        ProgramSpec program = new() { Name = "reader", Section = "xdp", Type = ProgramType.Xdp, Instructions = code.Instructions, MapReferences = [.. code.MapReferences] };
        using VmEngine engine = new(new VmOptions { Execution = execution });
        using VmObject loaded = engine.Load(new BpfObject { Maps = [Constants(value: 5)], Programs = [program] });

        Assert.True(loaded.Programs["reader"].Proof!.IsComplete);
        Assert.Equal(5u, loaded.Programs["reader"].Run(new Bpf.Engines.ProgramRun { Packet = new byte[64] }).ReturnValue);
    }

    private static Proof ProofOf(ImmutableArray<Instruction> code, int memorySize) => Verify(code, new ProgramHost { MemorySizeInBytes = memorySize }).Proof!;

    private static Verdict Verify(ImmutableArray<Instruction> code, ProgramHost host) =>
        ProgramVerifier.Verify(new BpfObject(), Memory(code), new VerifierOptions { Host = host });

    private static ProgramSpec Memory(ImmutableArray<Instruction> code) =>
        new() { Name = "program", Section = "memory", Type = ProgramType.Unspecified, Instructions = code };

    private static ImmutableArray<Instruction> Assemble(string text) => Assembler.Assemble(text).Instructions;

    private static MapSpec Constants(uint value) => new("constants", MapType.Array)
    {
        KeySizeInBytes = 4,
        ValueSizeInBytes = 4,
        MaxEntries = 1,
        Flags = 1 << 7, // BPF_F_RDONLY_PROG
        InitialValue = BitConverter.GetBytes(value),
        IsFrozen = true,
    };
}
