namespace Waggle.Vm.Execution;

/// <summary>Division as RFC 9669 section 4.1 has it: nothing traps.</summary>
/// <remarks>By zero a quotient is 0 and a remainder the dividend. The smallest number by -1 is itself, remainder 0.</remarks>
internal static class Arithmetic
{
    internal static ulong Divide(ulong dividend, ulong divisor) => divisor == 0 ? 0 : dividend / divisor;

    internal static uint Divide(uint dividend, uint divisor) => divisor == 0 ? 0 : dividend / divisor;

    internal static ulong Modulo(ulong dividend, ulong divisor) => divisor == 0 ? dividend : dividend % divisor;

    internal static uint Modulo(uint dividend, uint divisor) => divisor == 0 ? dividend : dividend % divisor;

    internal static long DivideSigned(long dividend, long divisor) => divisor switch
    {
        0 => 0,
        -1 => unchecked(-dividend), // the processor traps where the quotient does not fit
        _ => dividend / divisor,
    };

    internal static int DivideSigned(int dividend, int divisor) => divisor switch
    {
        0 => 0,
        -1 => unchecked(-dividend),
        _ => dividend / divisor,
    };

    internal static long ModuloSigned(long dividend, long divisor) => divisor switch
    {
        0 => dividend,
        -1 => 0,
        _ => dividend % divisor,
    };

    internal static int ModuloSigned(int dividend, int divisor) => divisor switch
    {
        0 => dividend,
        -1 => 0,
        _ => dividend % divisor,
    };
}
