namespace Waggle.CSharp;

/// <summary>What an iterator's program writes to, <c>struct seq_file</c>: see <see cref="Bpf.Write{T}"/>.</summary>
[KernelType("seq_file")]
public struct SeqFile
{
#pragma warning disable CS0649, CA1051, IDE1006, CS1591 // the kernel's fields, the kernel's names
    public ulong count;
    public ulong size;
#pragma warning restore CS0649, CA1051, IDE1006, CS1591
}
