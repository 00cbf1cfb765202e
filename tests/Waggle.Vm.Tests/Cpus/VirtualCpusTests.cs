using Waggle.Vm.Cpus;

namespace Waggle.Vm.Tests.Cpus;

public sealed class VirtualCpusTests : IDisposable
{
    private const int Shared = int.MaxValue; // no thread ever owns a CPU

    private readonly VirtualCpus _cpus = new(2);

    [Fact]
    public void Enter_Twice_ReturnsTheSameCpuUntilTheOuterExit()
    {
        VirtualCpu outer = _cpus.Enter();
        VirtualCpu inner = _cpus.Enter();
        _cpus.Exit(inner);

        Assert.Same(outer, inner);
        Assert.Same(outer, _cpus.Current);
        _cpus.Exit(outer);
        Assert.Null(_cpus.Current);
    }

    [Fact]
    public void Enter_TwoSetsNested_EachKeepsItsOwnCpu()
    {
        using var others = new VirtualCpus(3);
        VirtualCpu first = _cpus.Enter();
        VirtualCpu other = others.Enter();
        VirtualCpu second = _cpus.Enter();
        VirtualCpu otherAgain = others.Enter();

        Assert.Same(first, second);
        Assert.Same(other, otherAgain);
        others.Exit(otherAgain);
        _cpus.Exit(second);
        Assert.Same(other, others.Current);
        others.Exit(other);
        Assert.Null(others.Current);
        Assert.Same(first, _cpus.Current);
        _cpus.Exit(first);
        Assert.Null(_cpus.Current);
    }

    [Fact]
    public void Enter_AfterOtherSetWasDisposed_StillWorks()
    {
        var other = new VirtualCpus(1);
        _cpus.Exit(_cpus.Enter());
        other.Exit(other.Enter());
        other.Dispose();

        VirtualCpu cpu = _cpus.Enter();

        Assert.Same(cpu, _cpus.Current);
        _cpus.Exit(cpu);
        Assert.Throws<ObjectDisposedException>(() => other.Enter());
    }

    [Theory]
    [InlineData(Shared)]
    [InlineData(1)]
    [InlineData(50)]
    public void Enter_MoreThreadsThanCpus_NoTwoHoldOneAtATime(int streak)
    {
        using var cpus = new VirtualCpus(2, streak);
        int[] holders = new int[cpus.Count];
        long runs = 0;

        Crowd.Run(8, 20_000, (_, _) =>
        {
            VirtualCpu cpu = cpus.Enter();
            // No interlocked operation while it is held: it would stand for the fence that the lease is without.
            int before = Volatile.Read(ref holders[cpu.Number]);
            Volatile.Write(ref holders[cpu.Number], before + 1);
            Assert.Equal(0, before);
            Volatile.Write(ref holders[cpu.Number], 0);
            cpus.Exit(cpu);
            Interlocked.Increment(ref runs);
        });

        Assert.True(runs >= 8 * 20_000);
        Assert.All(holders, h => Assert.Equal(0, h));
    }

    [Fact]
    public void Enter_CpuOwnedByAnIdleThread_TakesIt()
    {
        using var cpus = new VirtualCpus(1, streak: 1);
        Own(cpus);

        InAnotherThread(() => cpus.Exit(cpus.Enter()));

        Assert.Null(cpus.Current);
        VirtualCpu cpu = cpus.Enter();
        Assert.Same(cpu, cpus.Current);
        cpus.Exit(cpu);
    }

    [Fact]
    public void Enter_CpuOwnedByAThreadThatHasEnded_TakesIt()
    {
        using var cpus = new VirtualCpus(1, streak: 1);
        InAnotherThread(() => Own(cpus));

        VirtualCpu cpu = cpus.Enter();

        Assert.Same(cpu, cpus.Current);
        cpus.Exit(cpu);
    }

    [Fact]
    public void Enter_CpuOwnedByAThreadInARun_WaitsForItsEndAndNoLonger()
    {
        using var cpus = new VirtualCpus(1, streak: 1);
        Own(cpus);
        VirtualCpu cpu = cpus.Enter();
        bool hasRun = false;
        var other = new Thread(() =>
        {
            VirtualCpu taken = cpus.Enter();
            Volatile.Write(ref hasRun, true);
            cpus.Exit(taken);
        });
        other.Start();
        SpinWait.SpinUntil(() => cpus[0].IsRevoked);

        Assert.False(Volatile.Read(ref hasRun));
        cpus.Exit(cpus.Enter()); // inside the run
        Assert.Same(cpu, cpus.Current);
        cpus.Exit(cpu);
        other.Join();
    }

    [Fact]
    public void HasPassed_WhileAnOwnersRunIsUnderWay_IsFalse()
    {
        using var cpus = new VirtualCpus(1, streak: 1);
        Own(cpus);
        VirtualCpu cpu = cpus.Enter();
        ulong stamp = cpus.Retire();

        bool isPassed = true;
        InAnotherThread(() => isPassed = cpus.HasPassed(stamp));
        Assert.False(isPassed);
        cpus.Exit(cpu);
        Assert.True(cpus.HasPassed(stamp));
        cpu = cpus.Enter();
        Assert.True(cpus.HasPassed(stamp));
        cpus.Exit(cpu);
    }

    [Fact]
    public void EnterAndExit_AfterTheFirst_AllocateNothing()
    {
        _cpus.Exit(_cpus.Enter());

        long allocated = Allocations.LeastOf(() =>
        {
            for (int i = 0; i < 1000; i++) _cpus.Exit(_cpus.Enter());
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void HasPassed_WhileARunThatBeganBeforeIsUnderWay_IsFalse()
    {
        VirtualCpu cpu = _cpus.Enter();
        ulong stamp = _cpus.Retire();

        Assert.False(_cpus.HasPassed(stamp));
        _cpus.Exit(cpu);
        Assert.True(_cpus.HasPassed(stamp));
    }

    [Fact]
    public void HasPassed_WhileARunThatBeganAfterIsUnderWay_IsTrue()
    {
        ulong stamp = _cpus.Retire();
        Assert.True(_cpus.HasPassed(stamp));
        VirtualCpu cpu = _cpus.Enter();

        Assert.True(_cpus.HasPassed(stamp));
        Assert.False(_cpus.HasPassed(_cpus.Retire()));
        _cpus.Exit(cpu);
    }

    [Fact]
    public void Defer_DuringARun_RunsItOnlyAfterTheRun()
    {
        int released = 0;
        VirtualCpu cpu = _cpus.Enter();
        _cpus.Defer(() => released++);
        Assert.Equal(0, released);
        _cpus.Exit(cpu);

        _cpus.Synchronize();

        Assert.Equal(1, released);
    }

    [Fact]
    public void Dispose_WithActionsLeft_RunsThem()
    {
        int released = 0;
        var cpus = new VirtualCpus(1);
        VirtualCpu cpu = cpus.Enter();
        cpus.Defer(() => released++);
        cpus.Exit(cpu);

        cpus.Dispose();

        Assert.Equal(1, released);
    }

    [Fact]
    public void Synchronize_InsideARun_IsRefused()
    {
        VirtualCpu cpu = _cpus.Enter();

        Assert.Throws<InvalidOperationException>(() => _cpus.Synchronize());
        _cpus.Exit(cpu);
    }

    [Theory]
    [InlineData(8, Shared)]
    [InlineData(8, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 50)]
    public unsafe void Synchronize_WhileOthersFollowALink_NothingIsFreedUnderThem(int count, int streak)
    {
        // Readers follow a shared link to a cell; writers put another cell there and spoil the old one after a grace period.
        const long Alive = 0x600D600D600D600D;
        using var cpus = new VirtualCpus(count, streak);
        long* cells = stackalloc long[5];
        for (int i = 0; i < 5; i++) cells[i] = Alive;
        long[] spares = [(long)cells, (long)(cells + 1), (long)(cells + 2), (long)(cells + 3)];
        long link = (long)(cells + 4);

        Crowd.Run(8, 5_000, (thread, _) =>
        {
            if (thread < 4)
            {
                VirtualCpu cpu = cpus.Enter();
                long* cell = (long*)Volatile.Read(ref link);
                for (int i = 0; i < 20; i++) Assert.Equal(Alive, Volatile.Read(ref *cell));
                cpus.Exit(cpu);
                return;
            }
            Volatile.Write(ref *(long*)spares[thread - 4], Alive);
            spares[thread - 4] = Interlocked.Exchange(ref link, spares[thread - 4]);
            cpus.Synchronize();
            Volatile.Write(ref *(long*)spares[thread - 4], 0);
        });
    }

    public void Dispose() => _cpus.Dispose();

    private static void Own(VirtualCpus cpus)
    {
        for (int i = 0; i < 3; i++) cpus.Exit(cpus.Enter());
        Assert.True(cpus[0].IsOwned);
    }

    private static void InAnotherThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }
}
