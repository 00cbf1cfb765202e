using Waggle.Bpf.Catalog;

namespace Waggle.Vm.Code;

/// <summary>How many arguments a helper takes.</summary>
internal static class HelperArity
{
    private const int Maximum = 5;

    // Its contract names two; the numbers to print are in the registers behind them.
    private const int TracePrintk = 6;

    /// <summary>The most that any of its contracts has; 5 for an unknown helper.</summary>
    internal static int Of(int helper) => helper == TracePrintk ? Maximum : HelperContracts.Of(helper) is { IsEmpty: false } contracts ? contracts.Max(c => c.Arguments.Length) : Maximum;
}
