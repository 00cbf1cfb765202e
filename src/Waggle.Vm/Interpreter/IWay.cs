using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Whether a jump leads back: only those cost anything, or a program would never have to end.</summary>
internal interface IWay
{
    /// <summary>Charges for the jump.</summary>
    /// <returns>False if the budget is used up.</returns>
    static abstract bool Pay(RunContext run, ref Op op);
}

/// <summary>On, or back in a program that is proved to end.</summary>
internal readonly struct Free : IWay
{
    public static bool Pay(RunContext run, ref Op op) => true;
}

/// <summary>Back: costs the instructions from the target to the jump.</summary>
internal readonly struct Back : IWay
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Pay(RunContext run, ref Op op) => (run.Budget -= 1 - op.Target) >= 0;
}
