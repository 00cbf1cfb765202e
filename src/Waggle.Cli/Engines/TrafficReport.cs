using Waggle.Vm.Packets;

namespace Waggle.Cli.Engines;

/// <summary>What became of the packets so far.</summary>
internal sealed class TrafficReport
{
    private readonly Dictionary<(PacketVerdictKind Kind, uint? Value), PacketCount> _verdicts = [];

    public PacketCount In { get; private set; }

    public PacketCount Out { get; private set; }

    public long Changed { get; private set; }

    public long Faults { get; private set; }

    public string? FirstFault { get; private set; }

    /// <summary>Time inside the program, in all.</summary>
    public double Nanoseconds { get; private set; }

    /// <summary>Packets that came faster than they were read.</summary>
    public long Lost { get; set; }

    public double AverageNanoseconds => In.Packets == 0 ? 0 : Nanoseconds / In.Packets;

    /// <summary>Each verdict with the number that was returned; without one where the number is only a length.</summary>
    public IEnumerable<(PacketVerdictKind Kind, uint? Value, PacketCount Count)> Verdicts =>
        _verdicts.OrderBy(v => v.Key).Select(v => (v.Key.Kind, v.Key.Value, v.Value));

    public void Add(int bytes, in TrafficOutcome outcome, bool isNumberALength)
    {
        In = Plus(In, bytes);
        Nanoseconds += outcome.Nanoseconds;
        (PacketVerdictKind, uint?) key = (outcome.Kind, isNumberALength || outcome.Fault is not null ? null : outcome.ReturnValue);
        _verdicts[key] = Plus(_verdicts.GetValueOrDefault(key), bytes);
        if (outcome.Fault is not null)
        {
            Faults++;
            FirstFault ??= outcome.Fault;
        }

        if (outcome.Kind is PacketVerdictKind.Drop or PacketVerdictKind.Abort) return;
        Out = Plus(Out, outcome.Packet.Length);
        if (outcome.IsChanged) Changed++;
    }

    private static PacketCount Plus(PacketCount count, int bytes) => new(count.Packets + 1, count.Bytes + bytes);
}
