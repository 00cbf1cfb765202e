using System.Globalization;
using Waggle.Bpf.Objects;
using Waggle.Vm;
using Waggle.Vm.Packets;
using Waggle.Vm.Packets.Captures;

if (args is not [var file, var from, var to, .. var rest])
{
    Console.Error.WriteLine("usage: PacketFilter filter.bpf.o IN.pcapng OUT.pcapng [PORT]");
    return 2;
}

BpfObject filter = BpfObject.Read(file);
if (rest is [var port]) filter.SetGlobal("port", ushort.Parse(port, CultureInfo.InvariantCulture));

using VmEngine engine = new();
using VmObject loaded = engine.Load(filter);
using PacketHook hook = new(loaded.Programs["filter"]);
using CaptureReader input = CaptureReader.Open(from);
using CaptureWriter output = CaptureWriter.Create(to);

while (input.TryRead(out CapturedPacket packet))
{
    PacketVerdict verdict = hook.Run(packet);
    if (verdict.IsForwarded) output.Write(packet.With(verdict.Packet));
}

PacketStatistics seen = hook.Statistics;
Console.WriteLine($"{seen.Passed.Packets} of {seen.Total.Packets} packets passed");
foreach ((ushort other, ulong count) in loaded.Map<ushort, ulong>("others").ReadAll().OrderByDescending(o => o.Value).ThenBy(o => o.Key).Take(3))
    Console.WriteLine($"{count,8} with port {other}");
return 0;
