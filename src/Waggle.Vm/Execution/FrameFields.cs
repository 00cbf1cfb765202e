namespace Waggle.Vm.Execution;

/// <summary>Offsets in <c>struct xdp_md</c> (include/uapi/linux/bpf.h, Linux 6.18).</summary>
internal static class FrameFields
{
    internal const int Size = 24;

    internal const int IngressInterface = 12, Queue = 16;
}
