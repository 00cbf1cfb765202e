namespace Waggle.Vm.Code;

/// <summary>How many arguments a helper takes.</summary>
internal static class HelperArity
{
    internal static int Of(int helper) => helper is 5 or 7 or 8 ? 0 : 5; // placeholder until the catalogue lands
}
