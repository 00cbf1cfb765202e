namespace Waggle.CSharp;

/// <summary>What an iterator's program is told beside the object, <c>struct bpf_iter_meta</c> (Linux 5.8).</summary>
[KernelType("bpf_iter_meta")]
public struct IteratorMeta
{
#pragma warning disable CS0649, CA1051, IDE1006, CS1591 // the kernel's fields, the kernel's names
    public KernelPointer<SeqFile> seq;
    public ulong session_id;
    public ulong seq_num;
#pragma warning restore CS0649, CA1051, IDE1006, CS1591
}
