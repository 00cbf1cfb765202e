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
        if (!MapLookup.HoldsValues(map.Type) && map.Type != MapType.LpmTrie) return false;
        if ((MapKinds.Changes(helper.Number) && !map.IsWritableByPrograms) || (MapKinds.Reads(helper.Number) && !map.IsReadableByPrograms)) return false;
        if (_image.IsCheckedAt(slot) && !TryCheckArguments(slot, helper)) return false;
        if (helper.Number == LookupHelper) CompileLookup(slot, map);
        else CompilePlainCall(slot, helper);
        return true;
    }

    private void CompileLookup(int slot, VmMap map)
    {
        int? keySize = MapLookup.KeyByValue(_image, slot, _state);
        Node? number = keySize is { } size && FrameOffset(_state[2]) is { } at ? _variables.TryLoad(at, size, isSigned: false) : null;
        Node key = Use(2);
        _pending.ComputeLoads();
        _pending.ComputeAll(_liveAfter & ~ScratchRegisters);
        switch (map)
        {
            case ArrayMap array:
                EmitElement(array, Nodes.Low(number ?? new LoadNode(key, sizeof(uint), isSigned: false)));
                break;
            case HashMap hash when keySize is { } width:
                EmitSearch(hash, number ?? new LoadNode(key, width, isSigned: false), width);
                break;
            case HashMap hash:
                LoadTable(hash);
                key.Emit(_writer);
                IL.Emit(OpCodes.Conv_U);
                _writer.Call(typeof(HashTable), IsLru(hash) ? nameof(HashTable.LookupAndMark) : nameof(HashTable.Lookup));
                IL.Emit(OpCodes.Conv_U8);
                EmitOwnValue(hash);
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
        if (MapLookup.IsInPlace(map)) _coveredResult = new(new(0, map.ValueSizeInBytes, map.IsWritableByPrograms), Lasts: true, Lookup: ++_lastLookup);
    }

    private void EmitSearch(HashMap hash, Node key, int width)
    {
        LoadTable(hash);
        (width == sizeof(uint) ? Nodes.Low(key) : key).Emit(_writer);
        _writer.Call(typeof(HashTable), $"{(IsLru(hash) ? nameof(HashTable.LookupAndMark) : nameof(HashTable.Lookup))}{width}");
        IL.Emit(OpCodes.Conv_U8);
        EmitOwnValue(hash);
    }

    private void LoadTable(HashMap hash)
    {
        IL.Emit(OpCodes.Ldc_I8, (long)(nint)hash.State);
        IL.Emit(OpCodes.Conv_I);
    }

    private static bool IsLru(HashMap hash) => hash.Type is MapType.LruHash or MapType.LruPerCpuHash;

    private void EmitElement(ArrayMap array, Node key)
    {
        ArrayState* state = array.State;
        LocalBuilder index = IL.DeclareLocal(typeof(uint)), value = IL.DeclareLocal(typeof(ulong));
        Label isDone = IL.DefineLabel();
        key.Emit(_writer);
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
        if (state->CpuStride != 0) AddCpuOffset((long)state->CpuStride);
        IL.Emit(OpCodes.Stloc, value);
        IL.MarkLabel(isDone);
        IL.Emit(OpCodes.Ldloc, value);
    }

    // To the value of the run's CPU from that of CPU 0.
    private void AddCpuOffset(long stride)
    {
        _writer.LoadRun();
        _writer.LoadField(nameof(RunContext.Cpu));
        IL.Emit(OpCodes.Conv_I8);
        IL.Emit(OpCodes.Ldc_I8, stride);
        IL.Emit(OpCodes.Mul);
        IL.Emit(OpCodes.Add);
    }

    // Null stays null.
    private void EmitOwnValue(HashMap hash)
    {
        if (hash.Type is not (MapType.PerCpuHash or MapType.LruPerCpuHash)) return;
        LocalBuilder value = IL.DeclareLocal(typeof(ulong));
        Label isDone = IL.DefineLabel();
        IL.Emit(OpCodes.Stloc, value);
        IL.Emit(OpCodes.Ldloc, value);
        IL.Emit(OpCodes.Brfalse, isDone);
        IL.Emit(OpCodes.Ldloc, value);
        AddCpuOffset(hash.ValueStride);
        IL.Emit(OpCodes.Stloc, value);
        IL.MarkLabel(isDone);
        IL.Emit(OpCodes.Ldloc, value);
    }
}
