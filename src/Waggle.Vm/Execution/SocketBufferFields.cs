namespace Waggle.Vm.Execution;

/// <summary>Offsets in <c>struct __sk_buff</c> (include/uapi/linux/bpf.h, Linux 6.18).</summary>
internal static class SocketBufferFields
{
    internal const int Size = 192;

    internal const int Length = 0, PacketType = 4, QueueMapping = 12, Protocol = 16, VlanPresent = 20, VlanTag = 24, VlanProtocol = 28,
        IngressInterface = 36, Interface = 40, Hash = 68, Timestamp = 152, WireLength = 160, TimestampType = 180;
}
