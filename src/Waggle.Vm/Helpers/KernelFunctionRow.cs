using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>One row of <see cref="KernelFunctionTable"/>: a kernel function that the engine has.</summary>
/// <param name="name">Its name; <see cref="Waggle.Bpf.Catalog.KernelFunctionContracts"/> has what it takes.</param>
/// <param name="function">The implementation. It may trust that its arguments are what the contract says.</param>
internal readonly unsafe struct KernelFunctionRow(string name, delegate*<RunContext, ulong, ulong, ulong, ulong, ulong, ulong> function)
{
    internal string Name { get; } = name;

    internal delegate*<RunContext, ulong, ulong, ulong, ulong, ulong, ulong> Function { get; } = function;
}
