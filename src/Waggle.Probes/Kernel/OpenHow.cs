namespace Waggle.Probes.Kernel;

/// <summary>What <c>openat2</c> is given by pointer: <c>struct open_how</c>, include/uapi/linux/openat2.h.</summary>
internal struct OpenHow
{
#pragma warning disable CS0649 // filled by the helper that reads user memory
    public ulong Flags;
    public ulong Mode;
#pragma warning restore CS0649
}
