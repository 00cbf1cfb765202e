using Waggle.Vm.Cpus;

namespace Waggle.Vm.Tests.Cpus;

public sealed class VirtualCpusTests : IDisposable
{
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

    [Fact]
    public void Enter_MoreThreadsThanCpus_NoTwoHoldOneAtATime()
    {
        int[] holders = new int[_cpus.Count];
        long runs = 0;

        Crowd.Run(8, 20_000, (_, _) =>
        {
            VirtualCpu cpu = _cpus.Enter();
            Assert.Equal(1, Interlocked.Increment(ref holders[cpu.Number]));
            Interlocked.Decrement(ref holders[cpu.Number]);
            _cpus.Exit(cpu);
            Interlocked.Increment(ref runs);
        });

        Assert.True(runs >= 8 * 20_000);
        Assert.All(holders, h => Assert.Equal(0, h));
    }

    [Fact]
    public void EnterAndExit_AfterTheFirst_AllocateNothing()
    {
        _cpus.Exit(_cpus.Enter());
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1000; i++) _cpus.Exit(_cpus.Enter());

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
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

    [Fact]
    public unsafe void Synchronize_WhileOthersFollowALink_NothingIsFreedUnderThem()
    {
        // Readers follow a shared link to a cell; writers put another cell there and spoil the old one after a grace period.
        const long Alive = 0x600D600D600D600D;
        using var cpus = new VirtualCpus(8);
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
}
