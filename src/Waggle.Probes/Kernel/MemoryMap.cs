namespace Waggle.Probes.Kernel;

using Waggle.CSharp;

/// <summary>An address space, <c>struct mm_struct</c>: where the arguments of the program lie.</summary>
[KernelType("mm_struct")]
internal struct MemoryMap
{
#pragma warning disable CS0649, IDE1006 // the kernel's fields, the kernel's names
    public ulong arg_start;
    public ulong arg_end;
#pragma warning restore CS0649, IDE1006
}
