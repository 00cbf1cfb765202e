using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>One row of <see cref="HelperTable"/>: a helper that the engine has.</summary>
/// <param name="number">Its number; <see cref="Waggle.Bpf.Catalog.HelperContracts"/> has what it takes.</param>
/// <param name="function">The implementation. It may trust that its arguments are what the contract says.</param>
internal readonly unsafe struct HelperRow(int number, delegate*<RunContext, ulong, ulong, ulong, ulong, ulong, ulong> function)
{
    internal int Number { get; } = number;

    internal delegate*<RunContext, ulong, ulong, ulong, ulong, ulong, ulong> Function { get; } = function;
}
