using System.Reflection.Emit;
using Waggle.Bpf.Instructions;
using Waggle.Verifier.Proofs;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Jit;

internal sealed partial class FunctionCompiler
{
    private void CompileLoad(int slot, in Instruction instruction)
    {
        (int destination, int source, int width) = ((int)instruction.Destination, (int)instruction.Source, instruction.Opcode.Size.InBytes());
        PointerFact place = _state[source].Move(instruction.Offset);
        bool isSigned = instruction.Opcode.Mode == MemoryMode.MemorySigned;
        if (FrameOffset(place) is { } at && _variables.TryLoad(at, width, isSigned) is { } value)
        {
            if (width == sizeof(ulong)) _coveredResult = _covered.OfSlot(_variables.IndexOf(at));
            Set(destination, value);
            return;
        }

        bool isChecked = _image.IsCheckedAt(slot);
        if (isChecked) Check(slot, source, instruction.Offset, width, isWrite: false, place, isSigned);
        Node address = Nodes.Offset(Use(source, isReplaced: source == destination), instruction.Offset);

        bool isField = width == sizeof(uint) && !isSigned;
        if (isField && AddressFieldOf(slot, instruction.Offset, place, isChecked) is { } field)
        {
            // The field stands for an address, which is kept elsewhere.
            Set(destination, new LoadNode(Nodes.Offset(address, field.Storage - field.Offset), sizeof(ulong), isSigned: false));
            return;
        }

        if (isField && _image.Proof is null && !isChecked && place.Kind == PointerKind.Unknown && !_image.Context.AddressFields.IsEmpty)
        {
            LoadMaybeTranslated(destination, address);
            return;
        }

        Node load = new LoadNode(address, width, isSigned);
        Set(destination, isSigned ? Nodes.SignExtend(load) : Nodes.ZeroExtend(load));
    }

    private static int? FrameOffset(in PointerFact place) => place is { Kind: PointerKind.Frame, IsCertain: true } ? place.Offset : null;

    // Data flow may only think that it is the context, and a check before the load finds out. Where there is none the proof knows: an instruction
    // that reads the context reads nothing else, and has all of the offset.
    private AddressField? AddressFieldOf(int slot, int instructionOffset, in PointerFact place, bool isChecked)
    {
        if (_image.Proof is not null && !isChecked) return (FactsAt(slot) & ProofFacts.Context) != 0 ? _image.Context.AddressFieldAt(instructionOffset) : null;
        return place is { Kind: PointerKind.Context, Offset: { } offset } ? _image.Context.AddressFieldAt(offset) : null;
    }

    // The context may have come by a way that the facts lost sight of.
    private void LoadMaybeTranslated(int destination, Node address)
    {
        _pending.ComputeReadersOf(destination);
        _pending.Forget(destination);
        _writer.LoadRun();
        address.Emit(_writer);
        _writer.Call(typeof(RunContext), nameof(RunContext.LoadWord));
        _writer.StoreRegister(destination);
    }

    private void CompileStore(int slot, in Instruction instruction)
    {
        (int destination, int width) = ((int)instruction.Destination, instruction.Opcode.Size.InBytes());
        PointerFact place = _state[destination].Move(instruction.Offset);
        if (_image.IsCheckedAt(slot)) Check(slot, destination, instruction.Offset, width, isWrite: true, place);
        bool isImmediate = instruction.Opcode.Class == InstructionClass.St;
        if (!isImmediate && instruction.Source == instruction.Destination) _pending.Compute(destination);
        Node value = isImmediate ? Nodes.Constant((ulong)(long)instruction.Immediate) : Use((int)instruction.Source);
        if (FrameOffset(place) is { } at && _variables.TryStore(at, width, value))
        {
            _covered.SetSlot(_variables.IndexOf(at), width == sizeof(ulong) && !isImmediate ? _covered[(int)instruction.Source] : null);
            return;
        }

        if (width < 8) value = Nodes.Low(value);
        Node address = Nodes.Offset(Use(destination), instruction.Offset);
        _pending.ComputeLoads();
        address.Emit(_writer);
        value.Emit(_writer);
        _writer.Store(width);
    }

    private void CompilePacketLoad(int slot, in Instruction instruction)
    {
        // Classic BPF's loads are rare and slow in the kernel as well: the interpreter's routine does.
        _ = slot;
        Node index = instruction.Opcode.Mode == MemoryMode.Indirect ? Nodes.Low(Use((int)instruction.Source)) : Nodes.Low(Nodes.Constant(0));
        _pending.ComputeLoads();
        LocalBuilder value = IL.DeclareLocal(typeof(ulong));
        Label isInside = IL.DefineLabel();
        _writer.LoadRun();
        IL.Emit(OpCodes.Ldc_I8, (long)instruction.Opcode.Size.InBytes());
        Nodes.Binary(BinaryOperation.Add, index, Nodes.Low(Nodes.Constant((uint)instruction.Immediate))).Emit(_writer);
        IL.Emit(OpCodes.Ldloca, value);
        _writer.Call(typeof(RunContext), nameof(RunContext.TryLoadPacket));
        IL.Emit(OpCodes.Brtrue, isInside);
        StoreBudget();
        _writer.LoadConstant(0);
        Return();
        IL.MarkLabel(isInside);
        _pending.ComputeAll(_liveAfter & ~ScratchRegisters);
        IL.Emit(OpCodes.Ldloc, value);
        FinishCall();
    }

    private void CompileAtomic(int slot, in Instruction instruction)
    {
        var operation = (AtomicOperation)instruction.Immediate;
        (int destination, int source, int width) = ((int)instruction.Destination, (int)instruction.Source, instruction.Opcode.Size.InBytes());
        bool isLoad = operation == AtomicOperation.LoadAcquire;
        int pointer = isLoad ? source : destination;
        if (_image.IsCheckedAt(slot)) CheckAtomic(slot, pointer, instruction.Offset, width, isWrite: !isLoad);
        if (isLoad)
        {
            _pending.ComputeLoads();
            Node load = new LoadNode(Nodes.Offset(Use(source, isReplaced: source == destination), instruction.Offset), width, isSigned: false, isVolatile: true);
            Set(destination, Nodes.ZeroExtend(load));
            _pending.Compute(destination); // now, and not where it is used
            return;
        }

        bool isExchange = operation == AtomicOperation.CompareExchange;
        if (source == destination) _pending.Compute(source);
        if (isExchange && (source == 0 || destination == 0)) _pending.Compute(0);
        int result = isExchange ? 0 : source;
        bool isFetch = isExchange || ((int)operation & FetchFlag) != 0;
        if (isFetch) _pending.ComputeReadersOf(result);

        Node value = Narrow(Use(source, isReplaced: isFetch && result == source), width == 8);
        Node? expected = isExchange ? Narrow(Use(0, isReplaced: true), width == 8) : null;
        Node address = Nodes.Offset(Use(destination), instruction.Offset);
        _pending.ComputeLoads();
        address.Emit(_writer);
        IL.Emit(OpCodes.Conv_U);
        value.Emit(_writer);
        if (operation == AtomicOperation.StoreRelease)
        {
            IL.Emit(OpCodes.Volatile);
            _writer.Store(width);
            return;
        }

        expected?.Emit(_writer);
        Type type = width == 8 ? typeof(ulong) : typeof(uint);
        Type[] parameters = isExchange ? [type.MakePointerType(), type, type] : [type.MakePointerType(), type];
        _writer.Call(typeof(Atomics), $"{(isExchange ? operation : operation | (AtomicOperation)FetchFlag)}", parameters);
        if (!isFetch || (_liveAfter >> result & 1) == 0)
        {
            IL.Emit(OpCodes.Pop);
        }
        else
        {
            if (width == 4) IL.Emit(OpCodes.Conv_U8);
            _writer.StoreRegister(result);
        }

        if (isFetch) _pending.Forget(result);
    }
}
