using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;

namespace Waggle.Linux.KernelTests;

/// <summary>Programs that tests share. Each acts on the getppid calls of the test's own thread only.</summary>
internal static class Programs
{
    public const int RecordSize = 64;

    public static ProgramSpec Trivial(string section = "raw_tp/sys_enter", ProgramType type = ProgramType.RawTracepoint, uint attachType = 0) =>
        new Code().Return(0).Build("trivial", section, type, attachType);

    /// <summary>Adds one to hits[0] by address for each getppid of this thread.</summary>
    public static ProgramSpec Count(string section, ProgramType type, uint attachType = 0) => OnGetParent()
        .LoadMap(Register.R1, "hits", valueOffset: 8)
        .Add(Instruction.Move(Register.R2, 1), Instruction.Atomic(AtomicOperation.Add, MemorySize.Double, Register.R1, Register.R2, 0))
        .Label("end").Return(0)
        .Build("count", section, type, attachType);

    /// <summary>Adds a number to hits by each run and returns a verdict. What runs it is chosen where it is attached.</summary>
    public static ProgramSpec CountRuns(string section, ProgramType type, uint attachType = 0, int verdict = 0, int step = 1) => new Code()
        .LoadMap(Register.R1, "hits", valueOffset: 8)
        .Add(Instruction.Move(Register.R2, step), Instruction.Atomic(AtomicOperation.Add, MemorySize.Double, Register.R1, Register.R2, 0))
        .Return(verdict)
        .Build("count", section, type, attachType);

    /// <summary>Adds the attachment's cookie to hits by each run.</summary>
    public static ProgramSpec AddCookie(string section, ProgramType type, uint attachType = 0) => new Code()
        .Add(Instruction.CallHelper(174), Instruction.Move(Register.R2, Register.R0)) // bpf_get_attach_cookie
        .LoadMap(Register.R1, "hits", valueOffset: 8)
        .Add(Instruction.Atomic(AtomicOperation.Add, MemorySize.Double, Register.R1, Register.R2, 0))
        .Return(0)
        .Build("count", section, type, attachType);

    public static MapSpec Hits => new("hits", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 16, MaxEntries = 1 };

    /// <summary>For each getppid of this thread submits a record of 64 bytes with a running number at its start and seven times that
    /// at its end; each <paramref name="discardEvery"/>th is discarded instead. Counts in events.counts.</summary>
    public static BpfObject Ring(uint capacity, int discardEvery = 0, int submitFlags = 0)
    {
        Code code = OnGetParent()
            .LoadMap(Register.R7, "state", valueOffset: 0)
            .Add(Instruction.Load(MemorySize.Double, Register.R8, Register.R7, 0))
            .LoadMap(Register.R1, "events")
            .Add(Instruction.Move(Register.R2, RecordSize), Instruction.Move(Register.R3, 0), Instruction.CallHelper(131)) // bpf_ringbuf_reserve
            .JumpIf(JumpOperation.Equal, Register.R0, 0, "full")
            .Add(Instruction.Store(MemorySize.Double, Register.R0, 0, Register.R8), Instruction.Move(Register.R1, Register.R8),
                Instruction.Alu64(AluOperation.Multiply, Register.R1, 7), Instruction.Store(MemorySize.Double, Register.R0, 56, Register.R1),
                Instruction.Move(Register.R1, Register.R0), Instruction.Move(Register.R2, submitFlags),
                Instruction.Alu64(AluOperation.Add, Register.R8, 1), Instruction.Store(MemorySize.Double, Register.R7, 0, Register.R8));
        if (discardEvery > 0)
        {
            code.Add(Instruction.Alu64(AluOperation.Modulo, Register.R8, discardEvery))
                .JumpIf(JumpOperation.NotEqual, Register.R8, 0, "submit")
                .Add(Instruction.CallHelper(133)) // bpf_ringbuf_discard
                .Goto("end")
                .Label("submit");
        }
        ProgramSpec program = code
            .Add(Instruction.CallHelper(132)) // bpf_ringbuf_submit
            .Increment("events.counts", 0)
            .Goto("end")
            .Label("full").Increment("events.counts", 1)
            .Label("end").Return(0)
            .Build("produce", "raw_tp/sys_enter", ProgramType.RawTracepoint);
        return new BpfObject
        {
            Programs = [program],
            Maps =
            [
                new MapSpec("events", MapType.RingBuffer) { MaxEntries = capacity },
                new MapSpec("events.counts", MapType.PerCpuArray) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 2 },
                new MapSpec("state", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 1 },
            ],
        };
    }

    // Raw and BTF tracepoint sys_enter: ctx[1] is the number of the system call, as it is at byte 8 of raw_syscalls/sys_enter.
    private static Code OnGetParent() => new Code()
        .Add(Instruction.Load(MemorySize.Double, Register.R1, Register.R1, 8))
        .JumpIf(JumpOperation.NotEqual, Register.R1, SystemCalls.GetParentNumber, "end")
        .Add(Instruction.CallHelper(14), // bpf_get_current_pid_tgid: the thread is the low half
            Instruction.Alu64(AluOperation.ShiftLeft, Register.R0, 32), Instruction.Alu64(AluOperation.ShiftRight, Register.R0, 32))
        .JumpIf(JumpOperation.NotEqual, Register.R0, SystemCalls.GetThread(), "end");
}
