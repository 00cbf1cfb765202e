using System.Reflection.Emit;
using Waggle.Bpf.Catalog;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Jit;

internal sealed unsafe partial class FunctionCompiler
{
    private const int LookupHelper = 1, UpdateHelper = 2, DeleteHelper = 3;

    /// <summary>Compiles a call on elements of a map that is known now: most programs name the map right before the call. An array's element is
    /// computed in place, as the kernel's JIT does; a hash table is searched by the routine for its kind.</summary>
    /// <returns>False if nothing was emitted.</returns>
    private bool TryCompileMapCall(int slot, HelperBinding helper)
    {
        if (helper.Number is not (LookupHelper or UpdateHelper or DeleteHelper)) return false;
        if (_state[1] is not { Kind: PointerKind.Map, IsCertain: true, Map: var index }) return false;
        VmMap map = _image.Maps[index];
        if (map.Type is not (MapType.Array or MapType.PerCpuArray or MapType.Hash or MapType.PerCpuHash or MapType.LruHash or MapType.LruPerCpuHash or MapType.LpmTrie)
            || (MapKinds.Changes(helper.Number) && !map.IsWritableByPrograms) || (MapKinds.Reads(helper.Number) && !map.IsReadableByPrograms)) return false;

        if (IsChecked)
        {
            Label exit = _exits.To(slot);
            _writer.LoadRun();
            _writer.LoadField(nameof(RunContext.HeldLock));
            IL.Emit(OpCodes.Brtrue, exit);
            CheckReadable(exit, 2, map.KeySizeInBytes);
            if (helper.Number == UpdateHelper) CheckReadable(exit, 3, map.ValueSizeInBytes);
        }

        if (helper.Number == LookupHelper) CompileLookup(map);
        else CompilePlainCall(slot, helper);
        return true;
    }

    private void CheckReadable(Label exit, int register, int size)
    {
        if (_state[register] is { Kind: PointerKind.Frame, IsCertain: true, Offset: { } offset } && offset >= -RunContext.FrameSize && offset <= -size) return;
        _writer.LoadRun();
        _writer.LoadFrame();
        _writer.StoreField(nameof(RunContext.Frame));
        _writer.LoadRun();
        (_pending.Peek(register) ?? new RegisterNode(register)).Emit(_writer);
        IL.Emit(OpCodes.Ldc_I4, size);
        IL.Emit(OpCodes.Ldc_I4_0);
        _writer.Call(typeof(RunContext), nameof(RunContext.IsReachable));
        IL.Emit(OpCodes.Brfalse, exit);
    }

    private void CompileLookup(VmMap map)
    {
        Node key = Use(2);
        _pending.ComputeLoads();
        _pending.ComputeAll(_liveAfter & ~ScratchRegisters);
        switch (map)
        {
            case ArrayMap array:
                EmitElement(array, key);
                break;
            case HashMap hash:
                IL.Emit(OpCodes.Ldc_I8, (long)(nint)hash.State);
                IL.Emit(OpCodes.Conv_I);
                key.Emit(_writer);
                IL.Emit(OpCodes.Conv_U);
                bool isLru = map.Type is MapType.LruHash or MapType.LruPerCpuHash;
                _writer.Call(typeof(HashTable), isLru ? nameof(HashTable.LookupAndMark) : nameof(HashTable.Lookup));
                IL.Emit(OpCodes.Conv_U8);
                if (map.Type is MapType.PerCpuHash or MapType.LruPerCpuHash) EmitOwnValue(map.ValueStride);
                break;
            default:
                _writer.LoadRun();
                _writer.LoadConstant((long)MapHandles.Of(_state[1].Map));
                key.Emit(_writer);
                for (int i = 2; i < MaximumArguments; i++) _writer.LoadConstant(0);
                EmitHelper(_image.Helpers[LookupHelper]);
                break;
        }

        FinishCall();
    }

    private void EmitElement(ArrayMap array, Node key)
    {
        ArrayState* state = array.State;
        LocalBuilder index = IL.DeclareLocal(typeof(uint)), value = IL.DeclareLocal(typeof(ulong));
        Label isDone = IL.DefineLabel();
        key.Emit(_writer);
        IL.Emit(OpCodes.Ldind_U4);
        IL.Emit(OpCodes.Stloc, index);
        _writer.LoadConstant(0);
        IL.Emit(OpCodes.Stloc, value);
        IL.Emit(OpCodes.Ldloc, index);
        IL.Emit(OpCodes.Ldc_I4, (int)state->Count);
        IL.Emit(OpCodes.Bge_Un, isDone);
        IL.Emit(OpCodes.Ldloc, index);
        IL.Emit(OpCodes.Conv_U8);
        IL.Emit(OpCodes.Ldc_I8, (long)state->Stride);
        IL.Emit(OpCodes.Mul);
        IL.Emit(OpCodes.Ldc_I8, (long)(nint)state->Values);
        IL.Emit(OpCodes.Add);
        if (state->CpuStride != 0)
        {
            _writer.LoadRun();
            _writer.LoadField(nameof(RunContext.Cpu));
            IL.Emit(OpCodes.Conv_I8);
            IL.Emit(OpCodes.Ldc_I8, (long)state->CpuStride);
            IL.Emit(OpCodes.Mul);
            IL.Emit(OpCodes.Add);
        }

        IL.Emit(OpCodes.Stloc, value);
        IL.MarkLabel(isDone);
        IL.Emit(OpCodes.Ldloc, value);
    }

    // From CPU 0's value, which is on the evaluation stack, to that of the run's CPU; null stays null.
    private void EmitOwnValue(int stride)
    {
        LocalBuilder value = IL.DeclareLocal(typeof(ulong));
        Label isDone = IL.DefineLabel();
        IL.Emit(OpCodes.Stloc, value);
        IL.Emit(OpCodes.Ldloc, value);
        IL.Emit(OpCodes.Brfalse, isDone);
        IL.Emit(OpCodes.Ldloc, value);
        _writer.LoadRun();
        _writer.LoadField(nameof(RunContext.Cpu));
        IL.Emit(OpCodes.Conv_I8);
        IL.Emit(OpCodes.Ldc_I8, (long)stride);
        IL.Emit(OpCodes.Mul);
        IL.Emit(OpCodes.Add);
        IL.Emit(OpCodes.Stloc, value);
        IL.MarkLabel(isDone);
        IL.Emit(OpCodes.Ldloc, value);
    }
}
