namespace Waggle.Vm.Packets.Captures;

/// <summary>Formats of capture files.</summary>
public enum CaptureFormat
{
    /// <summary>pcapng: several interfaces, nanoseconds, comments, verdicts.</summary>
    PcapNg,

    /// <summary>pcap with nanoseconds.</summary>
    Pcap,

    /// <summary>pcap with microseconds, which any tool reads.</summary>
    PcapMicroseconds,
}
