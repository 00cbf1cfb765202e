using System.Collections.Frozen;
using Waggle.Bpf.Catalog;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>The kernel functions (kfuncs) that the engine has, by name.</summary>
/// <remarks>Thread-safe. One row adds a function: its contract is in the catalogue.</remarks>
internal static unsafe class KernelFunctionTable
{
    private static readonly FrozenDictionary<string, HelperBinding> s_bindings = new KernelFunctionRow[][]
    {
        DynptrKernelFunctions.Rows,
        IteratorKernelFunctions.Rows,
        TextKernelFunctions.Rows,
        QueueKernelFunctions.Rows,
        StateKernelFunctions.Rows,
        ArenaKernelFunctions.Rows,
    }.SelectMany(rows => rows).ToFrozenDictionary(row => row.Name, Bind, StringComparer.Ordinal);

    /// <summary>The names of all.</summary>
    internal static IEnumerable<string> Names => s_bindings.Keys.Order(StringComparer.Ordinal);

    /// <summary>A function; null if the engine does not have it.</summary>
    internal static HelperBinding? Find(string name) => s_bindings.GetValueOrDefault(name);

    // Number 0: they have none, and what is said of helpers by number does not hold of them.
    private static HelperBinding Bind(KernelFunctionRow row) =>
        new(0, row.Name, row.Function, ContractCheck.For(0, row.Name, KernelFunctionContracts.Find(row.Name)!.Arguments)) { MayFault = true };
}
