namespace Waggle.CSharp;

/// <summary>How a program's parameters map to its context.</summary>
public enum HookParameters
{
    /// <summary>None, or one <c>ref</c> or <c>ref readonly</c> parameter: the context struct itself.</summary>
    Context,

    /// <summary>Each parameter is the 64-bit slot of the context at its index: an integer, or a <see cref="KernelPointer{T}"/>.</summary>
    Slots,

    /// <summary>Each parameter is an argument of the function that is probed, from the register that holds it; or one parameter is the
    /// <see cref="CpuRegisters"/> by <c>ref readonly</c>.</summary>
    Registers,

    /// <summary>Each parameter is an argument of a system call, from the registers of the thread that made it.</summary>
    SystemCall,

    /// <summary>None, or one: what the probed function returned, from the register that holds it; or the <see cref="CpuRegisters"/> by
    /// <c>ref readonly</c>.</summary>
    Result,

    /// <summary>Each parameter is an argument of a static probe (USDT), from where its description says.</summary>
    Probe,
}
