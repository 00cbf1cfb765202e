using System.Runtime.InteropServices;
using Waggle.Vm.Cpus;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm;

/// <summary>Runs callbacks of timers and work queues: on a thread of the engine, or on that of an application that asks for it.</summary>
internal sealed unsafe class CallbackRuns : IDisposable
{
    private const int IdleInMilliseconds = 2000; // then the thread ends; another one starts when it is wanted
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly VmEngine _engine;
    private readonly CallbackQueue _queue;
    private readonly object _lock = new();
    private Thread? _thread;
    private bool _isStopped;
    private bool _isNew;

    internal CallbackRuns(VmEngine engine)
    {
        (_engine, _queue) = (engine, engine.Callbacks);
        if (engine.Options.HasTimerThread) _queue.Waiting = Wake;
    }

    /// <summary>Runs what is due now.</summary>
    /// <returns>How many there were.</returns>
    internal int RunDue()
    {
        int count = 0;
        for ((long, long) now = _queue.Now(); TryRunOne(now); count++)
        {
        }

        return count;
    }

    /// <summary>Stops the thread. What is set is not called any more.</summary>
    public void Dispose()
    {
        Thread? thread;
        lock (_lock)
        {
            _isStopped = true;
            thread = _thread;
            Monitor.PulseAll(_lock);
        }

        if (thread != Thread.CurrentThread) thread?.Join();
    }

    // The CPU comes first: what is taken from the queue runs, and does not wait for a CPU that somebody holds who waits for it to end.
    private bool TryRunOne((long, long) before)
    {
        VirtualCpu cpu = _engine.Cpus.Enter();
        RunContext run = _engine.Contexts.Of(cpu);
        try
        {
            if (_queue.Take(cpu.Number, before) is not { } due) return false;
            try
            {
                Run(run, cpu, due);
            }
            catch (FaultException e)
            {
                _engine.Options.Host.OnCallbackFault(e.Fault);
            }
            finally
            {
                _queue.Finish(cpu.Number, due);
            }

            return true;
        }
        finally
        {
            run.End();
            _engine.Cpus.Exit(cpu);
        }
    }

    private void Run(RunContext run, VirtualCpu cpu, in DueCallback due)
    {
        (VmMap map, ProgramImage image) = (due.Source.Map, due.Program.Image);
        run.ClearContext(image.Context); // zeros: no packet, no event
        run.Begin(due.Program, cpu.Number, (ulong)run.Context, _engine.Options.InstructionBudget);
        byte* key = (byte*)NativeMemory.Alloc((nuint)map.KeySizeInBytes);
        try
        {
            if (!map.TryCopyKey((byte*)due.Source.Value, key)) return; // deleted meanwhile
            run.AddRegion(new((ulong)key, (ulong)map.KeySizeInBytes, RegionKind.Host, IsWritable: false));
            int index = Array.IndexOf(image.Maps, map);
            ulong handle = index >= 0 ? MapHandles.Of(index) : run.Hold(map);
            due.Program.Call(run, due.Function, handle, (ulong)key, due.Source.Value, 0, run.StackTop);
        }
        finally
        {
            NativeMemory.Free(key);
        }
    }

    private void Wake()
    {
        lock (_lock)
        {
            if (_isStopped) return;
            _isNew = true;
            if (_thread is not null)
            {
                Monitor.PulseAll(_lock);
                return;
            }

            _thread = new Thread(RunThread) { IsBackground = true, Name = "Waggle timers" };
            _thread.Start();
        }
    }

    private void RunThread()
    {
        while (true)
        {
            lock (_lock) _isNew = false;
            RunDue();
            int wait = Wait(_queue.NextDue());
            lock (_lock)
            {
                bool isWoken = _isStopped || _isNew || Monitor.Wait(_lock, wait);
                // Nothing was set for a while, nor is now: what is set from here on starts another thread.
                if (!_isStopped && (isWoken || _isNew || _queue.NextDue() is not null)) continue;
                _thread = null;
                return;
            }
        }
    }

    // At least a millisecond: what is due and running on another thread is not asked for without a pause.
    private int Wait(long? due) => due is not { } time ? IdleInMilliseconds
        : (int)Math.Clamp((time - (long)_engine.Options.Host.MonotonicNanoseconds) / NanosecondsPerMillisecond + 1, 1, int.MaxValue);
}
