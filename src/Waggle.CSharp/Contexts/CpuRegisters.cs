using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>Registers of the processor where a probe was hit: <c>struct pt_regs</c> of x86-64.</summary>
/// <remarks>By the calling convention of System V: arguments in RDI, RSI, RDX, RCX, R8, R9; the result in RAX.</remarks>
[StructLayout(LayoutKind.Sequential)]
public partial struct CpuRegisters
{
    private readonly ulong _r15;
    private readonly ulong _r14;
    private readonly ulong _r13;
    private readonly ulong _r12;
    private readonly ulong _rbp;
    private readonly ulong _rbx;
    private readonly ulong _r11;
    private readonly ulong _r10;
    private readonly ulong _r9;
    private readonly ulong _r8;
    private readonly ulong _rax;
    private readonly ulong _rcx;
    private readonly ulong _rdx;
    private readonly ulong _rsi;
    private readonly ulong _rdi;
    private readonly ulong _originalRax;
    private readonly ulong _rip;
    private readonly ulong _codeSegment;
    private readonly ulong _flags;
    private readonly ulong _rsp;
    private readonly ulong _stackSegment;

    /// <summary>Register R15.</summary>
    public readonly ulong R15 => _r15;

    /// <summary>Register R14.</summary>
    public readonly ulong R14 => _r14;

    /// <summary>Register R13.</summary>
    public readonly ulong R13 => _r13;

    /// <summary>Register R12.</summary>
    public readonly ulong R12 => _r12;

    /// <summary>Register RBP.</summary>
    public readonly ulong Rbp => _rbp;

    /// <summary>Register RBX.</summary>
    public readonly ulong Rbx => _rbx;

    /// <summary>Register R11.</summary>
    public readonly ulong R11 => _r11;

    /// <summary>Register R10.</summary>
    public readonly ulong R10 => _r10;

    /// <summary>Register R9.</summary>
    public readonly ulong R9 => _r9;

    /// <summary>Register R8.</summary>
    public readonly ulong R8 => _r8;

    /// <summary>Register RAX.</summary>
    public readonly ulong Rax => _rax;

    /// <summary>Register RCX.</summary>
    public readonly ulong Rcx => _rcx;

    /// <summary>Register RDX.</summary>
    public readonly ulong Rdx => _rdx;

    /// <summary>Register RSI.</summary>
    public readonly ulong Rsi => _rsi;

    /// <summary>Register RDI.</summary>
    public readonly ulong Rdi => _rdi;

    /// <summary>Number of the system call; -1 if there is none.</summary>
    public readonly ulong OriginalRax => _originalRax;

    /// <summary>The instruction.</summary>
    public readonly ulong Rip => _rip;

    /// <summary>A segment.</summary>
    public readonly ulong CodeSegment => _codeSegment;

    /// <summary>Processor flags.</summary>
    public readonly ulong Flags => _flags;

    /// <summary>The stack.</summary>
    public readonly ulong Rsp => _rsp;

    /// <summary>A segment.</summary>
    public readonly ulong StackSegment => _stackSegment;

    /// <summary>What the function returned, where it returns.</summary>
    public readonly ulong Result => _rax;

    /// <summary>An argument of the function, where it is entered.</summary>
    /// <param name="index">A constant: 0 to 5.</param>
    public readonly ulong Argument(int index) => index switch
    {
        0 => _rdi,
        1 => _rsi,
        2 => _rdx,
        3 => _rcx,
        4 => _r8,
        _ => _r9,
    };
}
