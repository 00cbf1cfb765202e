using Waggle.Agent.Sensors;
using Waggle.Agent.Sessions;
using Waggle.Agent.Signals;

namespace Waggle.Agent.KernelTests;

/// <summary>Collects every signal of a sensor while something happens.</summary>
internal static class Recording
{
    /// <summary>What the test process and its descendants do meanwhile.</summary>
    public static List<TSignal> OfThisProcess<TSignal>(IEventSensor<TSignal> sensor, Action<Action> scenario)
    {
        List<TSignal> signals = [];
        using (ProbeSession session = ProbeSession.Start(new ProcessScope.Family(Environment.ProcessId), [sensor]))
        {
            scenario(() => sensor.Drain(signals.Add));
            session.Detach();
            sensor.Drain(signals.Add);
            AssertNothingLost(sensor, signals.Count);
        }

        return signals;
    }

    /// <summary>What a command and its descendants do, to its end.</summary>
    public static List<TSignal> OfCommand<TSignal>(IEventSensor<TSignal> sensor, params string[] words)
    {
        List<TSignal> signals = [];
        using ProbeSession session = ProbeSession.Start(new ProcessScope.Command(words), [sensor]);
        using SessionEnd end = new(session, duration: null, TestContext.Current.CancellationToken);
        EventPump.Run(session, sensor, signals.Add, () => { }, end.Token);
        AssertNothingLost(sensor, signals.Count);
        return signals;
    }

    private static void AssertNothingLost(ISensor sensor, int count) =>
        Assert.Equal(new EventCounts((ulong)count, (ulong)count, 0), sensor.Counts);
}
