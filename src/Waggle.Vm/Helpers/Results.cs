using Waggle.Bpf.Errors;

namespace Waggle.Vm.Helpers;

/// <summary>What helpers return.</summary>
internal static class Results
{
    /// <summary>EFAULT</summary>
    internal const Errno Fault = (Errno)14;

    /// <summary>-errno.</summary>
    internal static ulong Error(Errno errno) => (ulong)-(long)errno;
}
