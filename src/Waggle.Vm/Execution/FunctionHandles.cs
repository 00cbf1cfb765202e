namespace Waggle.Vm.Execution;

/// <summary>The numbers that stand for functions of the program in registers, for helpers that call back.</summary>
internal static class FunctionHandles
{
    private const ulong Base = 0x5742_4650_0000_0000;

    /// <summary>The number of a function.</summary>
    internal static ulong Of(int index) => Base + (uint)index;

    /// <summary>Place of the function that a number stands for; a large number if it stands for none.</summary>
    internal static ulong IndexOf(ulong handle) => handle - Base;
}
