using System.Reflection.Emit;
using Waggle.Bpf.Errors;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;

namespace Waggle.Vm.Jit;

internal sealed partial class FunctionCompiler
{
    /// <summary>Compiles <c>bpf_loop</c> with a function that is known now as a loop with a call in it, as the kernel does
    /// (<c>inline_bpf_loop</c> in kernel/bpf/verifier.c).</summary>
    /// <returns>False if nothing was emitted.</returns>
    private bool TryCompileLoop(int slot, HelperBinding helper)
    {
        if (helper.Number != LoopFunctions.LoopHelper || CallbackIn(2) is not { } callback || !IsNull(4)) return false;
        if (_image.IsCheckedAt(slot) && !TryCheckArguments(slot, helper)) return false;
        Node times = Nodes.Low(Use(1)), context = Use(3);
        _pending.ComputeLoads();
        _pending.ComputeAll(_liveAfter & ~ScratchRegisters);
        LocalBuilder count = IL.DeclareLocal(typeof(uint)), index = IL.DeclareLocal(typeof(uint));
        LocalBuilder argument = IL.DeclareLocal(typeof(ulong)), result = IL.DeclareLocal(typeof(ulong));
        Label next = IL.DefineLabel(), isDone = IL.DefineLabel();
        times.Emit(_writer);
        IL.Emit(OpCodes.Stloc, count);
        context.Emit(_writer);
        IL.Emit(OpCodes.Stloc, argument);
        IL.Emit(OpCodes.Ldc_I4_0);
        IL.Emit(OpCodes.Stloc, index);
        _writer.LoadConstant(-(long)Errno.TooBig);
        IL.Emit(OpCodes.Stloc, result);
        IL.Emit(OpCodes.Ldloc, count);
        IL.Emit(OpCodes.Ldc_I4, (int)LoopFunctions.MostLoops);
        IL.Emit(OpCodes.Bgt_Un, isDone);

        IL.MarkLabel(next);
        LeaveAtEnd(index, isDone, result, count);
        ChargeCallback(slot, callback);
        CallCallback(_program.FunctionOf(callback), index, argument);
        IL.Emit(OpCodes.Ldloc, index);
        IL.Emit(OpCodes.Ldc_I4_1);
        IL.Emit(OpCodes.Add);
        IL.Emit(OpCodes.Stloc, index);
        IL.Emit(OpCodes.Brfalse, next); // on what the function returned
        IL.Emit(OpCodes.Ldloc, index);
        IL.Emit(OpCodes.Conv_U8);
        IL.Emit(OpCodes.Stloc, result);
        IL.MarkLabel(isDone);
        IL.Emit(OpCodes.Ldloc, result);
        FinishCall();
        return true;
    }

    // Takes the number of rounds for the result, and goes if there are no more.
    private void LeaveAtEnd(LocalBuilder index, Label isDone, LocalBuilder result, LocalBuilder count)
    {
        IL.Emit(OpCodes.Ldloc, index);
        IL.Emit(OpCodes.Conv_U8);
        IL.Emit(OpCodes.Stloc, result);
        IL.Emit(OpCodes.Ldloc, index);
        IL.Emit(OpCodes.Ldloc, count);
        IL.Emit(OpCodes.Beq, isDone);
    }

    // As CallbackCalls does.
    private void ChargeCallback(int slot, CodeFunction callback)
    {
        if (_budget is null) return;
        Label isLeft = IL.DefineLabel();
        IL.Emit(OpCodes.Ldloc, _budget);
        _writer.LoadConstant(callback.Length + 1);
        IL.Emit(OpCodes.Sub);
        IL.Emit(OpCodes.Stloc, _budget);
        IL.Emit(OpCodes.Ldloc, _budget);
        _writer.LoadConstant(0);
        IL.Emit(OpCodes.Bge, isLeft);
        _writer.LoadRun();
        IL.Emit(OpCodes.Ldc_I4, slot);
        _writer.Call(typeof(CompiledProgram), nameof(CompiledProgram.SpendInHelper));
        IL.MarkLabel(isLeft);
    }

    // Leaves what it returned on the evaluation stack.
    private void CallCallback(CompiledFunction callback, LocalBuilder index, LocalBuilder argument)
    {
        StoreBudget();
        _writer.LoadRun();
        IL.Emit(OpCodes.Ldloc, index);
        IL.Emit(OpCodes.Conv_U8);
        IL.Emit(OpCodes.Ldloc, argument);
        for (int i = 2; i < callback.ParameterCount; i++) _writer.LoadConstant(0);
        _writer.LoadFrame();
        IL.Emit(OpCodes.Ldc_I4, RunContext.FrameSize);
        IL.Emit(OpCodes.Sub);
        IL.Emit(OpCodes.Call, callback.Method);
        LoadBudget();
    }
}
