using Waggle.Vm.Packets.Captures;

namespace Waggle.Cli.Engines;

/// <summary>A program that is given packets, one after the other.</summary>
internal interface ITrafficProgram : IDisposable
{
    /// <summary>Runs it on a packet.</summary>
    /// <returns>What became of the packet, good until the next run.</returns>
    TrafficOutcome Run(scoped CapturedPacket packet);
}
