using Waggle.Agent.Sensors;
using Waggle.Agent.Sessions;
using Waggle.Bpf.Errors;
using Waggle.Linux.Features;

namespace Waggle.Agent.Diagnosis;

/// <summary>What this machine offers, and what can therefore be watched on it.</summary>
/// <param name="Kernel">What the kernel offers, found by trying.</param>
/// <param name="Topics">What the sensors can watch.</param>
public sealed record MachineDiagnosis(KernelReport Kernel, IReadOnlyList<TopicDiagnosis> Topics)
{
    /// <summary>Whether everything can be watched.</summary>
    public bool IsHealthy => Topics.All(t => t.Works);

    /// <summary>Examines the machine; leaves nothing behind.</summary>
    /// <exception cref="BpfNotSupportedException">This is not Linux on x86-64 or arm64.</exception>
    public static MachineDiagnosis Run()
    {
        KernelReport kernel = FeatureProbe.Run();
        ISensor[] sensors =
        [
            new ExecSensor(withFailed: true), new ExitSensor(), new OpenSensor(), new ConnectSensor(), new TcpSensor(), new SyscallSensor(),
            LatencySensor.BlockIo(), LatencySensor.RunQueue(),
        ];
        return new MachineDiagnosis(kernel, [.. sensors.Select(s => Examine(s, kernel))]);
    }

    private static TopicDiagnosis Examine(ISensor sensor, KernelReport kernel)
    {
        foreach ((_, string section) in sensor.Hooks())
        {
            string kind = section[..section.IndexOf('/', StringComparison.Ordinal)];
            Feature? hook = kernel.Hooks.FirstOrDefault(h => h.Name == kind);
            if (hook is { Availability: not Availability.Yes })
                return new TopicDiagnosis(sensor.Topic, Works: false, $"{kind} programs: {hook.Evidence}");
        }

        try
        {
            string? section = ProbeSession.FindMissing(sensor);
            return new TopicDiagnosis(sensor.Topic, section is null, section is null ? "" : $"the kernel has no {section}");
        }
        catch (BpfException e)
        {
            return new TopicDiagnosis(sensor.Topic, Works: false, e.Message);
        }
    }
}
