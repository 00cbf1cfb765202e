using System.Buffers.Binary;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Tests.Hooks;

public class SyscallProgramTests
{
    private const int Longest = 65_535;

    // Adds up the two words at the start into the third.
    private const string Add = """
        r2 = *(u32 *)(r1 + 0)
        r3 = *(u32 *)(r1 + 4)
        r2 += r3
        *(u32 *)(r1 + 8) = r2
        r0 = r2
        exit
        """;

    public static TheoryData<VmExecution> Executions => [VmExecution.Interpreter, VmExecution.Jit];

    [Theory, MemberData(nameof(Executions))]
    public void Run_ContextOfTheHost_IsChangedInPlace(VmExecution execution)
    {
        using VmEngine engine = new(new VmOptions { Execution = execution });
        using VmEngine checking = new(new VmOptions { Execution = execution, Safety = VmSafety.Checked });
        VmProgram program = Load(engine, Add);
        byte[] context = new byte[Longest];
        (context[0], context[4]) = (40, 2);

        VmResult result = program.Run(context);

        Assert.Equal(42ul, result.Value);
        Assert.Equal(42u, BinaryPrimitives.ReadUInt32LittleEndian(context.AsSpan(8)));
        Assert.Contains("at least 12 bytes, and was given 11", Assert.Throws<BpfException>(() => program.Run(context.AsSpan(0, 11))).Message, StringComparison.Ordinal);
        Assert.Equal(VmFaultKind.Memory, Load(checking, Add).Run(context.AsSpan(0, 11)).Fault?.Kind);
    }

    [Fact]
    public void Run_ThroughTheSharedInterface_GivesTheContextBack()
    {
        using VmEngine engine = new();
        LiveProgram program = Load(engine, Add);
        byte[] left = new byte[12];

        ProgramRunResult result = program.Run(new ProgramRun { Context = [1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0], ContextOut = left });

        Assert.Equal((3u, 12), (result.ReturnValue, result.ContextLength));
        Assert.Equal(3, left[8]);
    }

    [Fact]
    public void Run_WhatTheKernelRefuses_IsInvalid()
    {
        using VmEngine engine = new();
        VmProgram program = Load(engine, Add);

        var longer = Assert.Throws<BpfException>(() => program.Run(new byte[Longest + 1]));
        var shared = Assert.Throws<BpfException>(() => ((LiveProgram)program).Run(context: new byte[Longest + 1]));
        var packet = Assert.Throws<BpfException>(() => ((LiveProgram)program).Run(context: new byte[12], data: new byte[64]));
        var repeated = Assert.Throws<BpfException>(() => ((LiveProgram)program).Run(context: new byte[12], repeat: 2));

        Assert.All([longer, shared, packet, repeated], error => Assert.Equal(Errno.Invalid, error.Errno));
        Assert.Contains("65536 bytes", longer.Message, StringComparison.Ordinal);
    }

    private static VmProgram Load(VmEngine engine, string text) =>
        engine.Load(new BpfObject { Programs = [TestHook.Spec(text, "add", "syscall") with { Type = ProgramType.Syscall }] }).Programs["add"];
}
