using System.Runtime.InteropServices;
using System.Text;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;
using Waggle.Vm.Tests.Helpers;

namespace Waggle.Vm.Tests;

/// <summary>Kernel functions that a kernel can't be asked about in the same way; the others are compared with it.</summary>
public class KernelFunctionTests
{
    private const long Unsupported = -(long)Errno.OperationNotSupported;

    public static TheoryData<VmExecution> Executions => [VmExecution.Interpreter, VmExecution.Jit];

    [Fact]
    public void Table_EveryFunction_HasAContractAndBack()
    {
        Assert.Equal(KernelFunctionContracts.All.Select(c => c.Name).Order(StringComparer.Ordinal), KernelFunctionTable.Names);
        Assert.All(KernelFunctionContracts.All, contract => Assert.InRange(contract.Arguments.Length, 0, 5));
    }

    [Theory, MemberData(nameof(Executions))]
    public void WorkQueue_Started_IsCalledOnce(VmExecution execution)
    {
        ClockHost host = new();
        using VmEngine engine = new(new VmOptions { Host = host, HasTimerThread = false, Execution = execution });
        using VmObject loaded = Load(engine, ProgramType.Syscall, """
            r6 = map[queues][0]+8
            r1 = r6
            r2 = 0
            call bpf_wq_start
            SAVE0
            r1 = r6
            r2 = map[queues]
            r3 = 1
            call bpf_wq_init
            SAVE1
            r1 = r6
            r2 = map[queues]
            r3 = 0
            call bpf_wq_init
            SAVE2
            r1 = r6
            r2 = subprog[work]
            r3 = 1
            r4 = 0
            call bpf_wq_set_callback_impl
            SAVE3
            r1 = r6
            r2 = subprog[work]
            r3 = 0
            r4 = 0
            call bpf_wq_set_callback_impl
            SAVE4
            r1 = r6
            r2 = 0
            call bpf_wq_start
            SAVE5
            r1 = r6
            r2 = 0
            call bpf_wq_start
            SAVE6
            r1 = r6
            r2 = 1
            call bpf_wq_start
            SAVE7
            r0 = 0
            exit
            work:
            r4 = 1
            lock *(u64 *)(r3 +0) += r4
            r0 = 0
            exit
            """);

        const long Invalid = -(long)Errno.Invalid;
        Assert.Equal([Invalid, Invalid, 0, Invalid, 0, 0, 0, Invalid], Run(loaded)[..8]);
        Assert.Equal(1, engine.RunDueTimers());
        Assert.Equal(0, engine.RunDueTimers());
        Assert.Equal(1, Read(loaded, "queues", 24)[0]);
        Assert.Empty(host.Faults);
    }

    [Theory]
    [InlineData("r1 = map[queues][0]+0\nr2 = map[queues]\nr3 = 0\ncall bpf_wq_init", "work queue")]
    [InlineData("r1 = map[queues][0]+8\nr2 = map[result]\nr3 = 0\ncall bpf_wq_init", "not the map")]
    [InlineData("r1 = map[queues][0]+8\nr2 = map[queues]\nr3 = 0\ncall bpf_timer_init", "timer")]
    [InlineData("r1 = r10\nr1 += -8\nr2 = 0\nr3 = 1\ncall bpf_iter_num_next", null)]
    [InlineData("r1 = map[result][0]+0\nr2 = 0\nr3 = 1\ncall bpf_iter_num_new", "iterator on the stack")]
    [InlineData("r1 = r10\nr1 += -12\nr2 = 0\nr3 = 1\ncall bpf_iter_num_new", "iterator on the stack")]
    [InlineData("r1 = r10\nr1 += -8\nr2 = r10\nr3 = 2\ncall bpf_iter_bits_new", "iterator on the stack")]
    [InlineData("r1 = r10\nr1 += -16\ncall bpf_dynptr_size", "does not point to a dynptr")]
    [InlineData("r1 = r10\nr1 += -8\ncall bpf_local_irq_save\nr1 = r10\nr1 += -4\ncall bpf_local_irq_save", "multiple of 8")]
    [InlineData("r1 = 5\ncall bpf_task_acquire", "task_struct")]
    public void Functions_ArgumentsAgainstTheContract_EndTheRun(string text, string? reason)
    {
        using VmEngine engine = new(new VmOptions { Safety = VmSafety.Checked, HasTimerThread = false });
        using VmObject loaded = Load(engine, ProgramType.Syscall, text + "\nr0 = 0\nexit");

        if (reason is null)
        {
            Run(loaded);
            return;
        }

        VmFault fault = Assert.Throws<VmFaultException>(() => Run(loaded)).Fault;
        Assert.Equal(VmFaultKind.HelperArgument, fault.Kind);
        Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Executions))]
    public void ArenaPages_TakenAndGivenBack_AreEmptyAgain(VmExecution execution)
    {
        using VmEngine engine = new(new VmOptions { Execution = execution });
        using VmObject loaded = Load(engine, ProgramType.Syscall, """
            r1 = map[arena]
            r2 = 0
            r3 = 17
            r4 = -1
            r5 = 0
            call bpf_arena_alloc_pages
            SAVE0
            r1 = map[arena]
            r2 = 0
            r3 = 2
            r4 = -1
            r5 = 0
            call bpf_arena_alloc_pages
            r6 = r0
            r1 = 77
            *(u64 *)(r6 +8184) = r1
            r0 = *(u64 *)(r6 +8184)
            SAVE1
            r1 = map[arena]
            r2 = r6
            r3 = 2
            call bpf_arena_free_pages
            r1 = map[arena]
            r2 = r6
            r3 = 2
            r4 = -1
            r5 = 0
            call bpf_arena_alloc_pages
            r0 -= r6
            SAVE2
            r0 = *(u64 *)(r6 +8184)
            SAVE3
            r1 = map[result]
            r2 = 0
            r3 = 2
            r4 = -1
            r5 = 0
            call bpf_arena_alloc_pages
            SAVE4
            r0 = 0
            exit
            """);

        Assert.Equal([0, 77, 0, 0, 0], Run(loaded)[..5]);
    }

    [Theory, MemberData(nameof(Executions))]
    public void XdpMetadata_OfAnyPacket_IsNotThere(VmExecution execution)
    {
        using VmEngine engine = new(new VmOptions { Safety = VmSafety.Checked, Execution = execution });
        using VmObject loaded = Load(engine, ProgramType.Xdp, """
            r6 = r1
            r2 = r10
            r2 += -8
            call bpf_xdp_metadata_rx_timestamp
            SAVE0
            r1 = r6
            r2 = r10
            r2 += -8
            r3 = r10
            r3 += -4
            call bpf_xdp_metadata_rx_hash
            SAVE1
            r1 = r6
            r2 = r10
            r2 += -8
            r3 = r10
            r3 += -4
            call bpf_xdp_metadata_rx_vlan_tag
            SAVE2
            r0 = 2
            exit
            """);

        Assert.Equal([Unsupported, Unsupported, Unsupported], Run(loaded)[..3]);
    }

    [Theory, MemberData(nameof(Executions))]
    public void CopyFromUserStr_OfTheHostsMemory_EndsWithAZero(VmExecution execution)
    {
        using VmEngine engine = new(new VmOptions { Execution = execution, Host = new TextHost() });
        const string Copy = "r1 = map[result][0]+AT\nr2 = SIZE\nr3 = FROM\nr4 = FLAGS\ncall bpf_copy_from_user_str\n";
        string Call(int at, int size, int from, int flags) => Copy.Replace("AT", $"{at}", StringComparison.Ordinal).Replace("SIZE", $"{size}", StringComparison.Ordinal)
            .Replace("FROM", $"{from}", StringComparison.Ordinal).Replace("FLAGS", $"{flags}", StringComparison.Ordinal);
        using VmObject loaded = Load(engine, ProgramType.Syscall, "r0 = -1\nr1 = map[result][0]+64\n*(u64 *)(r1 +0) = r0\n*(u64 *)(r1 +8) = r0\n"
            + Call(64, 8, 0x5000, 1) + "SAVE0\n" + Call(72, 4, 0x5000, 0) + "SAVE1\n" + Call(80, 8, 0x9000, 0) + "SAVE2\n" + Call(80, 8, 0x5000, 2) + "SAVE3\n"
            + Call(80, 0, 0x5000, 0) + "SAVE4\nr0 = 0\nexit");

        long[] result = Run(loaded);

        Assert.Equal([6, 4, -14, -22, 0], result[..5]);
        Assert.Equal("hello\0\0\0", Encoding.ASCII.GetString(MemoryMarshal.AsBytes(result.AsSpan(8, 1))));
        Assert.Equal("hel\0", Encoding.ASCII.GetString(MemoryMarshal.AsBytes(result.AsSpan(9, 1)))[..4]);
    }

    [Theory, MemberData(nameof(Executions))]
    public void StrStr_OfALongText_IsChargedAndEnded(VmExecution execution)
    {
        using VmEngine engine = new(new VmOptions { Execution = execution, InstructionBudget = 1_000_000 });
        // 'aaaa...' in 'aaaa...': each place is compared to the end.
        using VmObject loaded = Load(engine, ProgramType.Syscall, "r1 = map[long][0]+0\nr2 = map[long][0]+32768\ncall bpf_strstr\nexit");
        byte[] text = new byte[65_000];
        text.AsSpan(0, 64_999).Fill((byte)'a');
        text[32_000] = (byte)'b';
        loaded.FindMap("long").Update(new byte[4], text);

        VmFault fault = Assert.Throws<VmFaultException>(() => Run(loaded)).Fault;

        Assert.Equal((VmFaultKind.Budget, 4), (fault.Kind, fault.Instruction));
    }

    [Theory, MemberData(nameof(Executions))]
    public void DynptrClone_OfASubmittedRecord_LeadsNowhere(VmExecution execution)
    {
        using VmEngine engine = new(new VmOptions { Safety = VmSafety.Checked, Execution = execution });
        using VmObject loaded = Load(engine, ProgramType.Syscall, """
            r1 = map[ring]
            r2 = 16
            r3 = 0
            r4 = r10
            r4 += -16
            call bpf_ringbuf_reserve_dynptr
            SAVE0
            r1 = r10
            r1 += -16
            r2 = r10
            r2 += -32
            call bpf_dynptr_clone
            SAVE1
            r1 = r10
            r1 += -32
            r2 = 8
            r3 = 16
            call bpf_dynptr_adjust
            r1 = r10
            r1 += -32
            r2 = 0
            call bpf_ringbuf_submit_dynptr
            r1 = r10
            r1 += -16
            call bpf_dynptr_size
            r0 = 0
            exit
            """);

        VmFault fault = Assert.Throws<VmFaultException>(() => Run(loaded)).Fault;

        Assert.Contains("bpf_dynptr_size: r1", fault.Reason, StringComparison.Ordinal);
        Assert.Equal([0, 0], Read(loaded, "result", 256)[..2]);
    }

    [Theory, MemberData(nameof(Executions))]
    public void IterBits_ManyThatAreNotEnded_AreRefusedAndForgotten(VmExecution execution)
    {
        using VmEngine engine = new(new VmOptions { Safety = VmSafety.Checked, Execution = execution });
        using VmObject loaded = Load(engine, ProgramType.Syscall, """
            r7 = 0
            r6 = 0
            again:
            r1 = r10
            r1 += -16
            r2 = map[result][0]+128
            r3 = 2
            call bpf_iter_bits_new
            if r0 != 0 goto full
            r7 += 1
            full:
            r6 += 1
            if r6 < 100 goto again
            SAVE1
            r0 = r7
            SAVE0
            r0 = 0
            exit
            """);

        for (int i = 0; i < 2; i++) Assert.Equal([64, -(long)Errno.NoMemory], Run(loaded)[..2]);
    }

    private sealed class TextHost : VmHost
    {
        public override bool TryReadMemory(ulong address, bool isUserMemory, Span<byte> target)
        {
            ReadOnlySpan<byte> text = "hello\0"u8;
            ulong offset = address - 0x5000;
            if (!isUserMemory || offset + (ulong)target.Length > (ulong)text.Length) return false;
            text.Slice((int)offset, target.Length).CopyTo(target);
            return true;
        }
    }

    private static long[] Run(VmObject loaded)
    {
        loaded.Programs["functions"].Run(loaded.Programs["functions"].Spec.Type == ProgramType.Xdp ? new ProgramRun { Packet = Samples.IPv4 } : new ProgramRun());
        return Read(loaded, "result", 256);
    }

    private static long[] Read(VmObject loaded, string map, int size)
    {
        byte[] value = new byte[size];
        Assert.True(loaded.FindMap(map).TryLookup(new byte[4], value));
        return [.. MemoryMarshal.Cast<byte, long>(value)];
    }

    private static VmObject Load(VmEngine engine, ProgramType type, string text)
    {
        for (int i = 15; i >= 0; i--) text = text.Replace($"SAVE{i}\n", $"r1 = map[result][0]+{8 * i}\n*(u64 *)(r1 +0) = r0\n", StringComparison.Ordinal);
        ProgramSpec spec = NamedCalls.Assemble("functions", type, text);
        BtfBuilder types = new();
        int wide = types.Add(new BtfInt("unsigned long", 8, 0)), word = types.Add(new BtfInt("unsigned int", 4, 0));
        int queue = types.Add(new BtfComposite("bpf_wq", IsUnion: false, 16, []));
        int value = types.Add(new BtfComposite("value", IsUnion: false, 24, [new("count", wide, 0), new("queue", queue, 64)]));
        return engine.Load(new BpfObject
        {
            Btf = types.Build(),
            Programs = [spec],
            Externs = [.. NamedCalls.ExternsOf(spec)],
            Maps =
            [
                new("result", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 256, MaxEntries = 1 },
                new("long", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 65_000, MaxEntries = 1 },
                new("queues", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 24, MaxEntries = 1, KeyTypeId = word, ValueTypeId = value },
                new("ring", MapType.RingBuffer) { MaxEntries = 4096 },
                new("arena", MapType.Arena) { MaxEntries = 16, Flags = 1 << 10 },
            ],
        });
    }
}
