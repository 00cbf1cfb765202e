namespace Waggle.CSharp;

/// <summary>Registers of a task as the kernel keeps them, <c>struct pt_regs</c> of x86-64: found by name, unlike <see cref="CpuRegisters"/>.</summary>
[KernelType("pt_regs")]
public struct TaskRegisters
{
#pragma warning disable CS0649, CA1051, IDE1006, CS1591 // the kernel's fields, the kernel's names
    public ulong ax;
    public ulong di;
    public ulong si;
    public ulong dx;
    public ulong ip;
    public ulong sp;
    public ulong orig_ax;
#pragma warning restore CS0649, CA1051, IDE1006, CS1591
}
