namespace Waggle.CSharp;

/// <summary>A cgroup, <c>struct cgroup</c>: the fields that most programs want. Declare your own for others.</summary>
[KernelType("cgroup")]
public struct Cgroup
{
#pragma warning disable CS0649, CA1051, IDE1006, CS1591 // the kernel's fields, the kernel's names
    public int level;
#pragma warning restore CS0649, CA1051, IDE1006, CS1591
}
