namespace Waggle.CSharp;

/// <summary>A file's inode, <c>struct inode</c>: the fields that most programs want. Declare your own for others.</summary>
[KernelType("inode")]
public struct Inode
{
#pragma warning disable CS0649, CA1051, IDE1006, CS1591 // the kernel's fields, the kernel's names
    public ulong i_ino;
    public long i_size;
    public ushort i_mode;
#pragma warning restore CS0649, CA1051, IDE1006, CS1591
}
