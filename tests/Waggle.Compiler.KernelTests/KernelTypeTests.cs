using System.Runtime.InteropServices;
using Waggle.Bpf.Types;
using Waggle.Compiler.KernelTests.Programs;
using Waggle.Linux;

namespace Waggle.Compiler.KernelTests;

/// <summary>What a program asks about the kernel's types, against what the kernel's BTF says.</summary>
public partial class KernelTypeTests
{
    private const int ResetOnFork = 0x40000000; // SCHED_RESET_ON_FORK of include/uapi/linux/sched.h

    [Fact]
    public void Run_QuestionsAboutTypes_AreAnsweredAsTheKernelsTypesSay()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        using LoadedObject loaded = engine.Load(Objects.Compile(typeof(TypeQuestions)));

        loaded.Programs["Ask"].Run(new byte[16]);

        TypeQuestions.Answers answers = loaded.Global<TypeQuestions.Answers>("answers").Value;
        Assert.True(engine.KernelBtf.TryFind("task_struct", out _, out BtfComposite? task));
        Assert.Equal((1, 0), (answers.HasTask, answers.HasNothing));
        Assert.Equal((1, 1, 0), (answers.HasPid, answers.HasRuntime, answers.HasNoSuchField));
        Assert.Equal(((int)task.SizeInBytes, 16), (answers.SizeOfTask, answers.SizeOfComm));
        Assert.Equal((1, 0, 4), (answers.HasLoss, answers.HasNoSuchValue, answers.Loss));
        Assert.Equal(Environment.ProcessId, answers.Process);
    }

    [Theory]
    [InlineData(0, 0u)]
    [InlineData(ResetOnFork, 1u)]
    public void Run_BitFieldOfTheCurrentTask_IsWhatTheSystemCallSet(int flag, uint expected)
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        using LoadedObject loaded = engine.Load(Objects.Compile(typeof(TypeQuestions)));
        TypeQuestions.Answers answers = default;

        var thread = new Thread(() =>
        {
            int priority = 0;
            Assert.Equal(0, SetScheduler(0, flag, in priority)); // SCHED_OTHER
            loaded.Programs["Ask"].Run(new byte[16]);
            answers = loaded.Global<TypeQuestions.Answers>("answers").Value;
        });
        thread.Start();
        thread.Join();

        Assert.Equal(expected, answers.ResetsOnFork);
        Assert.Equal(0u, answers.Executed);
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static partial int SetScheduler(int thread, int policy, in int priority);
}
