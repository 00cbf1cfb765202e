namespace Waggle.Probes.Kernel;

using System.Runtime.CompilerServices;

/// <summary>The six arguments of a system call.</summary>
[InlineArray(6)]
internal struct SyscallArguments
{
    private ulong _first;
}
