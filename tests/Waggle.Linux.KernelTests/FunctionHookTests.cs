using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;

namespace Waggle.Linux.KernelTests;

/// <summary>Hooks on kernel functions, fired by getsid(2) of the test's own thread, which runs security_task_getsid. A machine that
/// forbids them, or a kernel without them, must say so by the typed error.</summary>
public partial class FunctionHookTests
{
    private const int Calls = 7;
    private const int Refusal = -1; // -EPERM
    private const uint FunctionEntry = 24, FunctionExit = 25, ModifyReturn = 26, LsmMac = 27, LsmCgroup = 43; // enum bpf_attach_type

    [Theory]
    [InlineData("kprobe/security_task_getsid")]
    [InlineData("kretprobe/security_task_getsid")]
    [InlineData("ksyscall/getsid")]
    public void Attach_Kprobe_FiresForEachCallUntilDisposed(string section)
    {
        using var counter = new Counter(OnThisThread(section, ProgramType.Kprobe));
        if (!File.Exists("/sys/bus/event_source/devices/kprobe/type"))
        {
            Assert.Contains("CONFIG_KPROBE_EVENTS", Assert.Throws<BpfNotSupportedException>(() => counter.Program.Attach()).Message, StringComparison.Ordinal);
            return;
        }

        using (counter.Program.Attach()) AskForSession(Calls);
        AskForSession(Calls);

        Assert.Equal((ulong)Calls, counter.Hits);
    }

    [Theory]
    [InlineData("fentry/security_task_getsid", ProgramType.Tracing, FunctionEntry)]
    [InlineData("fexit/security_task_getsid", ProgramType.Tracing, FunctionExit)]
    [InlineData("fmod_ret/security_task_getsid", ProgramType.Tracing, ModifyReturn)]
    [InlineData("lsm/task_getsid", ProgramType.Lsm, LsmMac)]
    public void Attach_ProgramThatAllows_FiresForEachCallUntilDisposed(string section, ProgramType type, uint attachType)
    {
        using Counter? counter = LoadOrBeForbidden(OnThisThread(section, type, attachType));
        if (counter is null) return;

        using (Link link = counter.Program.Attach())
        {
            Assert.Equal(LinkKind.Tracing, link.ReadInfo().Kind);
            Assert.All(AskForSession(Calls), session => Assert.True(session >= 0));
        }
        AskForSession(Calls);

        Assert.Equal((ulong)Calls, counter.Hits);
    }

    [Theory]
    [InlineData("fmod_ret/security_task_getsid", ProgramType.Tracing, ModifyReturn)]
    [InlineData("lsm/task_getsid", ProgramType.Lsm, LsmMac)]
    public void Attach_ProgramThatDenies_TheCallFailsUntilDisposed(string section, ProgramType type, uint attachType)
    {
        using Counter? counter = LoadOrBeForbidden(OnThisThread(section, type, attachType, Refusal));
        if (counter is null) return;

        using (counter.Program.Attach()) Assert.All(AskForSession(Calls), session => Assert.Equal(Refusal, session));

        Assert.All(AskForSession(Calls), session => Assert.True(session >= 0));
        Assert.Equal((ulong)Calls, counter.Hits);
    }

    [Fact]
    public void AttachCgroup_SecurityHookThatDenies_ItsProcessesOnlyGetNoSocket()
    {
        const string Connect = "exec 3<>/dev/udp/127.0.0.1/9"; // makes a socket; nothing is sent
        using Counter? counter = LoadOrBeForbidden(Programs.CountRuns("lsm_cgroup/socket_create", ProgramType.Lsm, LsmCgroup, verdict: 0));
        if (counter is null) return;
        using var cgroup = new TestCgroup();

        using (counter.Program.AttachCgroup(cgroup.Path))
        {
            Assert.NotEqual(0, cgroup.Run(Connect));
            using var outside = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Udp);
        }
        ulong denied = counter.Hits;

        Assert.InRange(denied, 1UL, 10UL);
        Assert.Equal(0, cgroup.Run(Connect));
        Assert.Equal(denied, counter.Hits);
    }

    // The engine's answer where programs on kernel functions are forbidden is EPERM when they are loaded.
    private static Counter? LoadOrBeForbidden(ProgramSpec program)
    {
        KernelAccess.RequireKernelBtf();
        try
        {
            return new Counter(program);
        }
        catch (BpfPermissionException error)
        {
            Assert.Equal(Errno.NotPermitted, error.Errno);
            Assert.Contains(program.Section, error.Message, StringComparison.Ordinal);
            return null;
        }
    }

    // Counts the runs by this thread and returns the verdict for them; 0 for others.
    private static ProgramSpec OnThisThread(string section, ProgramType type, uint attachType = 0, int verdict = 0) => new Code()
        .Add(Instruction.CallHelper(14), // bpf_get_current_pid_tgid: the thread is the low half
            Instruction.Alu64(AluOperation.ShiftLeft, Register.R0, 32), Instruction.Alu64(AluOperation.ShiftRight, Register.R0, 32))
        .JumpIf(JumpOperation.NotEqual, Register.R0, SystemCalls.GetThread(), "end")
        .LoadMap(Register.R1, "hits", valueOffset: 8)
        .Add(Instruction.Move(Register.R2, 1), Instruction.Atomic(AtomicOperation.Add, MemorySize.Double, Register.R1, Register.R2, 0))
        .Return(verdict)
        .Label("end").Return(0)
        .Build("count", section, type, attachType);

    // With a number of its own: for 0 the kernel asks no security hook.
    private static int[] AskForSession(int times) => [.. Enumerable.Range(0, times).Select(_ => GetSession(Environment.ProcessId))];

    [LibraryImport("libc", EntryPoint = "getsid")]
    private static partial int GetSession(int process);
}
