namespace Waggle.Probes.Kernel;

using Waggle.CSharp;

/// <summary>An atomic integer of the kernel, <c>atomic_t</c>.</summary>
[KernelType("atomic_t")]
internal struct Atomic
{
#pragma warning disable CS0649, IDE1006 // the kernel's fields, the kernel's names
    public int counter;
#pragma warning restore CS0649, IDE1006
}
