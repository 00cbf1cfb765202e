using System.Runtime.InteropServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Calls of a function of the program by a helper, one after the other.</summary>
/// <remarks>Each call is charged the length of the function, so that no number of empty calls runs for ever.</remarks>
internal unsafe ref struct CallbackCalls : IDisposable
{
    private readonly RunContext _run;
    private readonly Executable _program;
    private readonly byte* _frame;
    private readonly int _function;
    private readonly int _slot;
    private readonly int _cost;

    /// <summary>Begins calls.</summary>
    /// <param name="run">The run, inside the helper.</param>
    /// <param name="callback">The number that stands for the function.</param>
    /// <param name="memorySize">Bytes that the callback may read at <see cref="Memory"/>.</param>
    internal CallbackCalls(RunContext run, ulong callback, int memorySize = 0)
    {
        (_run, _program, _slot) = (run, run.Current, run.Slot);
        _frame = run.Frame;
        _function = (int)FunctionHandles.IndexOf(callback);
        _cost = run.Current.Image.IsTrusted ? 0 : run.Current.Image.Code.Functions[_function].Length + 1;
        if (memorySize == 0) return;
        Memory = (byte*)NativeMemory.Alloc((nuint)memorySize);
        run.AddRegion(new((ulong)Memory, (ulong)memorySize, RegionKind.Host, IsWritable: false));
    }

    /// <summary>Memory for the callback to read.</summary>
    internal byte* Memory { get; }

    /// <summary>Calls the function.</summary>
    /// <exception cref="FaultException">The function broke a rule, or the budget is used up.</exception>
    internal readonly ulong Call(ulong r1, ulong r2, ulong r3 = 0, ulong r4 = 0)
    {
        if (_cost > 0 && (_run.Budget -= _cost) < 0) Faults.InHelper(_run, VmFaultKind.Budget, "The run has used up its instructions.");
        ulong result = _program.Call(_run, _function, r1, r2, r3, r4, _frame - RunContext.FrameSize);
        (_run.Current, _run.Slot) = (_program, _slot);
        _run.Frame = _frame;
        return result;
    }

    /// <summary>Takes the memory away again.</summary>
    public readonly void Dispose()
    {
        if (Memory == null) return;
        _run.RemoveRegion((ulong)Memory);
        NativeMemory.Free(Memory);
    }
}
