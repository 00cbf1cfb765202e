using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;
using Waggle.Linux.Machine;
using Waggle.Linux.Programs;

namespace Waggle.Linux.KernelTests;

/// <summary>Hooks in the kernel's functions, fired by getsid of the test's own thread. Where the kernel or the machine has no
/// such hook, the typed refusal is what is asserted.</summary>
public partial class KernelFunctionTests
{
    private const int Calls = 7, Forced = 12_345;
    private const uint Entry = 24, Exit = 25, ModifyReturn = 26, Lsm = 27, KprobeMulti = 42, LsmCgroup = 43, KprobeSession = 56;

    private static string Function => $"{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "__arm64" : "__x64")}_sys_getsid";

    [Theory]
    [InlineData("kprobe/", 0, false)]
    [InlineData("kretprobe/", 0, false)]
    [InlineData("ksyscall/getsid", 0, false)]
    [InlineData("kretsyscall/getsid", 0, false)]
    [InlineData("kprobe/", 0, true)]
    public void Attach_Kprobe_SeesEachCallUntilDisposed(string section, uint attachType, bool withOffset)
    {
        using var counter = new Counter(OnThisThread(section.EndsWith('/') ? section + Function : section, ProgramType.Kprobe, attachType));
        if (!File.Exists("/sys/bus/event_source/devices/kprobe/type"))
        {
            Assert.Contains("CONFIG_KPROBE_EVENTS", Assert.Throws<BpfNotSupportedException>(() => counter.Program.Attach()).Message, StringComparison.Ordinal);
            return;
        }

        using (Link link = withOffset ? counter.Program.AttachKprobe(Function, new KprobeOptions { OffsetInBytes = 0, Cookie = 5 }) : counter.Program.Attach())
        {
            Call();
            Assert.Equal(LinkKind.PerfEvent, link.ReadInfo().Kind);
        }
        Call();

        Assert.Equal((ulong)Calls, counter.Hits);
        Assert.Throws<BpfAttachException>(() => counter.Program.AttachKprobe("no_such_function_anywhere"));
        Assert.Contains("no system call 'nosuchcall'", Assert.Throws<BpfAttachException>(() => counter.Program.AttachSystemCall("nosuchcall")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kprobe.multi/", KprobeMulti, "name", 1)]
    [InlineData("kretprobe.multi/", KprobeMulti, "name", 1)]
    [InlineData("kprobe.multi/", KprobeMulti, "pattern", 1)]
    [InlineData("kprobe.multi/", KprobeMulti, "address", 1)]
    [InlineData("kprobe.session/", KprobeSession, "name", 2)] // at entry and at return
    public void Attach_ManyKprobes_SeeEachCallUntilDisposed(string section, uint attachType, string by, int runs)
    {
        string target = by == "pattern" ? Function.Replace("getsid", "gets?d", StringComparison.Ordinal) : Function;
        using var counter = new Counter(OnThisThread(section + target, ProgramType.Kprobe, attachType));
        bool hasMany = KernelFunctions.ReadSymbols().Any(s => s.Name == "register_fprobe_ips");
        if (!hasMany || (attachType == KprobeSession && KernelRelease.Number < new Version(6, 10)))
        {
            BpfException error = Assert.ThrowsAny<BpfException>(() => counter.Program.Attach());
            Assert.True(error is BpfNotSupportedException or BpfPermissionException || error.Message.Contains("6.10", StringComparison.Ordinal), error.Message);
            return;
        }

        using (KprobeMultiLink link = by == "address"
            ? counter.Program.AttachKprobeMulti([.. KernelFunctions.ReadSymbols().Where(s => s.Name == Function).Select(s => s.Address)])
            : (KprobeMultiLink)counter.Program.Attach())
        {
            Call();
            Assert.Equal(LinkKind.KprobeMulti, link.ReadInfo().Kind);
        }
        Call();

        Assert.Equal((ulong)(Calls * runs), counter.Hits);
        Assert.Throws<BpfAttachException>(() => counter.Program.AttachKprobeMulti(["no_such_function_anywhere"]));
        Assert.Throws<BpfAttachException>(() => counter.Program.AttachKprobeMulti("no_such_function_*"));
        Assert.Throws<ArgumentException>(() => counter.Program.AttachKprobeMulti([Function], new KprobeMultiOptions { Cookies = [1, 2] }));
    }

    [Fact]
    public void AttachKprobeMulti_Cookies_ReachTheProgramByFunction()
    {
        using var counter = new Counter(OnThisThread("kprobe.multi", ProgramType.Kprobe, KprobeMulti, addsCookie: true));
        string other = Function.Replace("getsid", "getppid", StringComparison.Ordinal);
        KprobeMultiLink link;
        try
        {
            link = counter.Program.AttachKprobeMulti([Function, other], new KprobeMultiOptions { Cookies = [10, 1000] });
        }
        catch (BpfNotSupportedException)
        {
            Assert.DoesNotContain(KernelFunctions.ReadSymbols(), s => s.Name == "register_fprobe_ips");
            return;
        }
        using (link)
        {
            Call();
            SystemCalls.GetParent(1);
        }

        Assert.Equal((ulong)(10 * Calls + 1000), counter.Hits);
    }

    [Theory]
    [InlineData("fentry/", Entry)]
    [InlineData("fexit/", Exit)]
    public void Attach_FunctionByBtf_SeesEachCallUntilDisposedOrTheMachineForbidsIt(string section, uint attachType)
    {
        KernelAccess.RequireKernelBtf();
        if (TryLoad(OnThisThread(section + Function, ProgramType.Tracing, attachType)) is not { } counter) return;
        using (counter)
        {
            using (Link link = counter.Program.Attach())
            {
                Call();
                Assert.Equal(LinkKind.Tracing, link.ReadInfo().Kind);
            }
            Call();

            Assert.Equal((ulong)Calls, counter.Hits);
        }
    }

    [Fact]
    public void Attach_ModifiedReturn_IsWhatTheCallerGetsOrTheMachineForbidsIt()
    {
        const string Section = "fmod_ret/security_task_getsid"; // a system call itself only with CONFIG_FUNCTION_ERROR_INJECTION
        KernelAccess.RequireKernelBtf();
        if (TryLoad(OnThisThread(Section, ProgramType.Tracing, ModifyReturn, verdict: Forced)) is not { } counter) return;
        using (counter)
        {
            int real = GetSession(Environment.ProcessId); // for 0 no security hook is asked

            using (counter.Program.Attach()) Assert.Equal(Forced, GetSession(Environment.ProcessId));

            Assert.Equal(real, GetSession(Environment.ProcessId));
            Assert.Equal(1UL, counter.Hits);
        }
    }

    [Fact]
    public void Attach_SecurityHookThatDenies_FailsTheCallOrTheMachineForbidsIt()
    {
        KernelAccess.RequireKernelBtf();
        if (TryLoad(OnThisThread("lsm/task_getsid", ProgramType.Lsm, Lsm, verdict: -13)) is not { } counter) return; // EACCES
        using (counter)
        {
            int process = Environment.ProcessId; // for 0 the hook is not asked
            Assert.True(GetSession(process) >= 0);

            using (counter.Program.Attach())
            {
                Assert.Equal(-1, GetSession(process));
                Assert.Equal(13, Marshal.GetLastPInvokeError());
            }

            Assert.True(GetSession(process) >= 0);
            Assert.Equal(1UL, counter.Hits);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void AttachCgroup_SecurityHook_AllowsOrDeniesInTheCgroupOnly(int verdict, int exitCode)
    {
        KernelAccess.RequireKernelBtf();
        if (TryLoad(Programs.CountRuns("lsm_cgroup/socket_bind", ProgramType.Lsm, LsmCgroup, verdict)) is not { } counter) return;
        using (counter)
        using (var actions = NativeProgram.Compile("actions.c"))
        using (var cgroup = new TestCgroup())
        {
            using (CgroupLink link = counter.Program.AttachCgroup(cgroup.Path)) Assert.Equal(exitCode, cgroup.Run($"exec {actions.Path} datagram"));
            Assert.Equal(0, cgroup.Run($"exec {actions.Path} datagram"));

            Assert.Equal(1UL, counter.Hits);
        }
    }

    [Fact]
    public void Load_ExtensionAndWatcherOfAProgram_ReplaceAndWatchItsFunctionOrTheMachineForbidsIt()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        BpfObject obj = ObjectReader.Read(Clang.Compile("extension.bpf.c"));
        using LoadedObject target = engine.Load(obj, new LoadOptions { Select = p => p.Name == "entry" });
        using LoadedObject other = engine.Load(obj, new LoadOptions { Select = p => p.Name == "entry" });
        KernelProgram entry = target.Programs["entry"];
        Assert.Contains(nameof(LoadOptions.Target), Assert.Throws<BpfNotSupportedException>(() =>
            engine.Load(obj, new LoadOptions { Select = p => p.Name == "replacement" })).Message, StringComparison.Ordinal);
        LoadedObject extension, watcher;
        try
        {
            extension = engine.Load(obj, new LoadOptions { Select = p => p.Name == "replacement", Target = _ => entry });
            watcher = engine.Load(obj, new LoadOptions { Select = p => p.Name == "watch", Target = _ => other.Programs["entry"] });
        }
        catch (BpfPermissionException error)
        {
            Assert.Equal(Errno.NotPermitted, error.Errno);
            return;
        }
        using (extension)
        using (watcher)
        {
            KernelProgram replacement = extension.Programs["replacement"];
            Assert.Equal(2U, Run(entry));

            using (replacement.Attach()) Assert.Equal(1U, Run(entry)); // XDP_DROP
            Assert.Equal(2U, Run(entry)); // XDP_PASS
            using (replacement.AttachFunctionOf(entry, "decide")) Assert.Equal(1U, Run(entry));
            using (watcher.Programs["watch"].Attach()) Assert.Equal(2U, Run(other.Programs["entry"]));
            Assert.Equal(2U, Run(other.Programs["entry"]));

            Assert.Equal(1, watcher.Global<int>(".bss", 0).Value);
            Assert.Contains("'decide'", Assert.Throws<BpfAttachException>(() => replacement.AttachFunctionOf(entry, "decides")).Message, StringComparison.Ordinal);
        }
    }

    private static uint Run(KernelProgram program) => program.Run(data: new byte[64]).ReturnValue;

    // Null where the machine forbids such programs to everybody, which is then asserted to be what it says.
    private static Counter? TryLoad(ProgramSpec program)
    {
        try
        {
            return new Counter(program);
        }
        catch (BpfPermissionException error)
        {
            Assert.Equal(Errno.NotPermitted, error.Errno);
            Assert.False(error.IsForLackOfPrivilege);
            Assert.Contains(program.Section, error.Message, StringComparison.Ordinal);
            return null;
        }
    }

    // Counts, and returns the verdict, on this thread; does nothing on others.
    private static ProgramSpec OnThisThread(string section, ProgramType type, uint attachType, int verdict = 0, bool addsCookie = false)
    {
        Code code = new Code()
            .Add(Instruction.Move(Register.R6, Register.R1), Instruction.CallHelper(14), // bpf_get_current_pid_tgid: the thread is the low half
                Instruction.Alu64(AluOperation.ShiftLeft, Register.R0, 32), Instruction.Alu64(AluOperation.ShiftRight, Register.R0, 32))
            .JumpIf(JumpOperation.NotEqual, Register.R0, SystemCalls.GetThread(), "other");
        if (addsCookie)
            code.Add(Instruction.Move(Register.R1, Register.R6), Instruction.CallHelper(174), Instruction.Move(Register.R2, Register.R0)); // bpf_get_attach_cookie
        else
            code.Add(Instruction.Move(Register.R2, 1));
        return code.LoadMap(Register.R1, "hits", valueOffset: 8)
            .Add(Instruction.Atomic(AtomicOperation.Add, MemorySize.Double, Register.R1, Register.R2, 0))
            .Return(verdict)
            .Label("other").Return(0)
            .Build("count", section, type, attachType);
    }

    private static void Call()
    {
        for (int i = 0; i < Calls; i++) Assert.True(GetSession(0) >= 0);
    }

    [LibraryImport("libc", EntryPoint = "getsid", SetLastError = true)]
    private static partial int GetSession(int process);
}
