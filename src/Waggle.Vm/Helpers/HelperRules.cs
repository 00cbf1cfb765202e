using Waggle.Bpf.Catalog;

namespace Waggle.Vm.Helpers;

/// <summary>Arguments that depend on the map they are of.</summary>
internal static class HelperRules
{
    /// <summary>A value to read.</summary>
    internal static readonly HelperArgument ReadValue = new(ArgumentKind.MapValue, ArgumentTraits.Reads);
}
