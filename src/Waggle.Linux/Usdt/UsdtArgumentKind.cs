namespace Waggle.Linux.Usdt;

/// <summary>Forms of a probe's argument, with the numbers of <c>enum __bpf_usdt_arg_type</c> (libbpf 1.6, usdt.bpf.h).</summary>
internal enum UsdtArgumentKind
{
    /// <summary>A number.</summary>
    Constant = 0,

    /// <summary>A register's value.</summary>
    Register = 1,

    /// <summary>What is in memory at a register plus a number.</summary>
    Memory = 2,

    /// <summary>What is in memory at a register plus a scaled one plus a number; programs built with libbpf before 1.6 can't read it.</summary>
    IndexedMemory = 3,
}
