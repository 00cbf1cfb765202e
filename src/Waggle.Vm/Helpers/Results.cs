using Waggle.Bpf.Errors;

namespace Waggle.Vm.Helpers;

/// <summary>What helpers return.</summary>
internal static class Results
{
    /// <summary>-errno.</summary>
    internal static ulong Error(Errno errno) => (ulong)-(long)errno;

    /// <summary>A number of 32 bits, as the kernel's <c>int</c> comes back in r0.</summary>
    internal static ulong Signed(long value) => (ulong)value;
}
