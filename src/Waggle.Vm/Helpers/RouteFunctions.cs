using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Routes (net/core/filter.c): the host knows them.</summary>
internal static unsafe class RouteFunctions
{
    private const int LookupSize = 64; // struct bpf_fib_lookup
    private const uint KnownFlags = 0x3f; // BPF_FIB_LOOKUP_*
    private const byte IPv4 = 2, IPv6 = 10; // AF_INET, AF_INET6
    private const Errno UnknownFamily = (Errno)97; // EAFNOSUPPORT

    internal static readonly HelperRow[] Rows = [new(69, &Find)];

    private static ulong Find(RunContext run, ulong context, ulong lookup, ulong size, ulong flags, ulong _)
    {
        if ((int)size < LookupSize || ((uint)flags & ~KnownFlags) != 0) return Results.Error(Errno.Invalid);
        Span<byte> parameters = new((void*)lookup, LookupSize);
        return parameters[0] is IPv4 or IPv6 ? (ulong)(long)run.Host.FindRoute(parameters, (uint)flags) : Results.Error(UnknownFamily);
    }
}
