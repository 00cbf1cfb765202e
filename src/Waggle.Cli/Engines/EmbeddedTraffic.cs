using System.Diagnostics;
using Waggle.Vm;
using Waggle.Vm.Packets;
using Waggle.Vm.Packets.Captures;

namespace Waggle.Cli.Engines;

/// <summary>A program in an engine of this process, at a hook for packets.</summary>
internal sealed class EmbeddedTraffic(VmProgram program) : ITrafficProgram
{
    private readonly PacketHook _hook = new(program);

    public TrafficOutcome Run(scoped CapturedPacket packet)
    {
        long start = Stopwatch.GetTimestamp();
        PacketVerdict verdict = _hook.Run(packet);
        return new()
        {
            Nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds,
            Kind = verdict.Kind,
            ReturnValue = verdict.ReturnValue,
            Packet = verdict.Packet,
            IsChanged = verdict.IsChanged,
            Fault = verdict.Fault?.ToString(),
        };
    }

    public void Dispose() => _hook.Dispose();
}
