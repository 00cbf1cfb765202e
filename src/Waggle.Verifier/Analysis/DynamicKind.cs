namespace Waggle.Verifier.Analysis;

/// <summary>What a dynptr points to (<c>enum bpf_dynptr_type</c> in include/linux/bpf.h).</summary>
internal enum DynamicKind
{
    Invalid,
    Local,
    Ring,
    Packet,
    Frame,
}
