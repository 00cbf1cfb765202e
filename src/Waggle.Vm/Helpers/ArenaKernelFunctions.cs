using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Helpers;

/// <summary>Pages of arenas (kernel/bpf/arena.c).</summary>
internal static unsafe class ArenaKernelFunctions
{
    private const uint PagesPerCharge = 8; // looking for free ones goes over them

    internal static readonly KernelFunctionRow[] Rows =
    [
        new("bpf_arena_alloc_pages", &Allocate),
        new("bpf_arena_free_pages", &Free),
    ];

    private static ulong Allocate(RunContext run, ulong map, ulong address, ulong count, ulong node, ulong flags)
    {
        if (run.MapOf(map) is not ArenaPages arena) return 0;
        run.Spend(arena.MaxEntries / PagesPerCharge);
        return (ulong)arena.AllocatePages(address, (uint)count, flags);
    }

    private static ulong Free(RunContext run, ulong map, ulong address, ulong count, ulong _, ulong _1)
    {
        if (run.MapOf(map) is not ArenaPages arena) return 0;
        run.Spend((long)Math.Min((uint)count, arena.MaxEntries) * ArenaPages.PageSize / PagesPerCharge);
        arena.FreePages(address, (uint)count);
        return 0;
    }
}
