namespace Waggle.Linux.Inspection;

/// <summary>What the kernel says of a BTF object: the types of the kernel, of a module, or of programs and maps.</summary>
/// <param name="Id">The kernel's number for it.</param>
/// <param name="Name">"vmlinux", the name of a module, or "" for one that was loaded with programs.</param>
/// <param name="IsOfKernel">Whether it belongs to the kernel or a module (Linux 5.11).</param>
/// <param name="SizeInBytes">Its size.</param>
public sealed record KernelBtfInfo(uint Id, string Name, bool IsOfKernel, uint SizeInBytes);
