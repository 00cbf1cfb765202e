using System.Reflection.Emit;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;
using Waggle.Vm.Memory;

namespace Waggle.Vm.Jit;

internal sealed partial class FunctionCompiler
{
    /// <summary>Checks an access of a program that has no proof; nothing where the facts are sure that it is allowed.</summary>
    private void Check(int slot, int register, int offset, int width, bool isWrite, in PointerFact place, bool isSigned = false)
    {
        if (place is { IsCertain: true, Offset: { } at })
        {
            if (place.Kind == PointerKind.Frame && at >= -RunContext.FrameSize && at <= -width) return;
            if (place.Kind == PointerKind.Context && IsContextAccess(at, width, isWrite, isSigned)) return;
            if (place.Kind == PointerKind.MapValue && IsInValues(_image.Maps[place.Map], at, width, isWrite)) return;
        }

        if (_covered.Holds(register, offset, width, isWrite)) return;
        Label exit = _exits.To(slot);
        Node start = _pending.Peek(register) ?? new RegisterNode(register);
        if (place is { Kind: PointerKind.Context, Offset: { } field })
        {
            if (!IsContextAccess(field, width, isWrite, isSigned))
            {
                IL.Emit(OpCodes.Br, exit);
                return;
            }

            // The field that is thought of, or the interpreter finds out what it is.
            Nodes.Offset(start, offset).Emit(_writer);
            _writer.LoadRun();
            _writer.LoadField(nameof(RunContext.ContextStart));
            Nodes.Constant((ulong)field).Emit(_writer);
            IL.Emit(OpCodes.Add);
            IL.Emit(OpCodes.Bne_Un, exit);
            return;
        }

        // What else the block does with this pointer is checked with it: if that is not allowed the interpreter finds out where.
        Extent extent = Extent.From(_code, slot, BlockEnd, register, new(offset, offset + width, isWrite));
        Node address = Nodes.Offset(start, extent.Low);
        Label isAllowed = IL.DefineLabel();
        if (IsOnlyThere(place, extent))
        {
            EmitQuickCheck(address, extent.Length, extent.IsWritten, place, isAllowed, exit);
            IL.Emit(OpCodes.Br, exit);
        }
        else
        {
            Label isElsewhere = IL.DefineLabel();
            EmitQuickCheck(address, extent.Length, extent.IsWritten, place, isAllowed, isElsewhere);
            IL.MarkLabel(isElsewhere);
            _writer.LoadRun();
            address.Emit(_writer);
            IL.Emit(OpCodes.Ldc_I4, extent.Length);
            IL.Emit(extent.IsWritten ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
            LoadReach();
            _writer.Call(typeof(RunContext), nameof(RunContext.IsAllowed));
            IL.Emit(OpCodes.Brfalse, exit);
        }

        IL.MarkLabel(isAllowed);
        _covered[register] = new(extent);
    }

    // Whether a pointer of a program that is right leads nowhere else than where it is thought to: then the interpreter may look after all others,
    // and the function has no call to save registers for. Values of hash tables may lie in blocks that came later.
    private bool IsOnlyThere(in PointerFact place, in Extent extent) => place.Kind switch
    {
        PointerKind.Frame => _usesFrame && extent.Length <= RunContext.FrameSize,
        PointerKind.Packet => !extent.IsWritten || _image.Context.IsPacketWritable,
        PointerKind.MapValue => _image.Maps[place.Map] is ArrayMap map && BlockOf(map, extent.Length, extent.IsWritten) is not null,
        _ => false,
    };

    // A function that does not use its frame does not clear it; so the frame is not its to touch either.
    private void LoadReach()
    {
        _writer.LoadFrame();
        if (_usesFrame) return;
        IL.Emit(OpCodes.Ldc_I4, RunContext.FrameSize);
        IL.Emit(OpCodes.Add);
    }

    private void CheckAtomic(int slot, int register, int offset, int width, bool isWrite)
    {
        PointerFact place = _state[register].Move(offset);
        bool isAligned = place is { Kind: PointerKind.Frame, IsCertain: true, Offset: { } at } && at % width == 0;
        if (!isAligned || place.Kind == PointerKind.Context)
        {
            Label exit = _exits.To(slot);
            Node address = Nodes.Offset(_pending.Peek(register) ?? new RegisterNode(register), offset);
            if (place.Kind == PointerKind.Context)
            {
                IL.Emit(OpCodes.Br, exit); // never allowed
                return;
            }

            if (width > 1)
            {
                address.Emit(_writer);
                Nodes.Constant((ulong)(width - 1)).Emit(_writer);
                IL.Emit(OpCodes.And);
                IL.Emit(OpCodes.Brtrue, exit);
            }
        }

        Check(slot, register, offset, width, isWrite, place);
    }

    private bool IsContextAccess(int offset, int width, bool isWrite, bool isSigned) =>
        isWrite ? _image.Context.IsWritable(offset, width) : _image.Context.IsReadable(offset, width, isSigned);

    // An address that the program was given as a constant points into the first block.
    private static bool IsInValues(VmMap map, int offset, int width, bool isWrite) =>
        BlockOf(map, width, isWrite) is { } block && offset >= 0 && (ulong)offset <= block.Length - (ulong)width;

    private static MemoryRange? BlockOf(VmMap map, int width, bool isWrite) =>
        map.Values.Count > 0 && map.Values[0] is { } block && block.Length >= (ulong)width && (block.IsWritable || !isWrite) ? block : null;

    // A comparison with what the access most likely is to; falls through if it is not.
    private void EmitQuickCheck(Node address, int length, bool isWrite, in PointerFact place, Label isAllowed, Label isElsewhere)
    {
        address.Emit(_writer);
        switch (place.Kind)
        {
            case PointerKind.Frame when _usesFrame && length <= RunContext.FrameSize:
                _writer.LoadRegister(FrameRegister);
                IL.Emit(OpCodes.Sub);
                _writer.LoadConstant(RunContext.FrameSize);
                IL.Emit(OpCodes.Add);
                _writer.LoadConstant(RunContext.FrameSize - length);
                IL.Emit(OpCodes.Ble_Un, isAllowed);
                break;
            case PointerKind.Stack:
                // Between the lowest byte that the function may touch and the end of the stack.
                LocalBuilder room = _room ??= IL.DeclareLocal(typeof(ulong));
                _writer.LoadRun();
                _writer.LoadField(nameof(RunContext.StackTop));
                LoadLowest();
                IL.Emit(OpCodes.Sub);
                IL.Emit(OpCodes.Conv_U8);
                IL.Emit(OpCodes.Stloc, room);
                LoadLowest();
                IL.Emit(OpCodes.Conv_U8);
                IL.Emit(OpCodes.Sub);
                EmitDistanceCheck(() => IL.Emit(OpCodes.Ldloc, room), length, isAllowed, isElsewhere);
                break;
            case PointerKind.Packet when !isWrite || _image.Context.IsPacketWritable:
                EmitRoomCheck(nameof(RunContext.PacketStart), length is 1 or 2 or 4 or 8 ? $"PacketRoom{length}" : null, nameof(RunContext.PacketRoom1), length, isAllowed, isElsewhere);
                break;
            case PointerKind.MapValue when BlockOf(_image.Maps[place.Map], length, isWrite) is { } block:
                // Where the values lie does not change; a map that has grown has more of them elsewhere.
                IL.Emit(OpCodes.Ldc_I8, (long)block.Start);
                IL.Emit(OpCodes.Sub);
                _writer.LoadConstant((long)block.Length - length);
                IL.Emit(OpCodes.Ble_Un, isAllowed);
                break;
            default:
                EmitRoomCheck(nameof(RunContext.RecentStart), length <= sizeof(ulong) ? nameof(RunContext.RecentRoom) : null, nameof(RunContext.RecentLength), length, isAllowed, isElsewhere);
                break;
        }
    }

    // With the address on the evaluation stack. One comparison where the room for the width is kept, two where it is not.
    private void EmitRoomCheck(string start, string? room, string length, int size, Label isAllowed, Label isElsewhere)
    {
        _writer.LoadRun();
        _writer.LoadField(start);
        IL.Emit(OpCodes.Sub);
        if (room is not null)
        {
            _writer.LoadRun();
            _writer.LoadField(room);
            IL.Emit(OpCodes.Blt_Un, isAllowed);
            return;
        }

        EmitDistanceCheck(
            () =>
            {
                _writer.LoadRun();
                _writer.LoadField(length);
            },
            size,
            isAllowed,
            isElsewhere);
    }

    // With the distance from the start of a region on the evaluation stack.
    private void EmitDistanceCheck(Action loadLength, int size, Label isAllowed, Label isElsewhere)
    {
        LocalBuilder distance = _distance ??= IL.DeclareLocal(typeof(ulong));
        IL.Emit(OpCodes.Stloc, distance);
        IL.Emit(OpCodes.Ldloc, distance);
        loadLength();
        IL.Emit(OpCodes.Bge_Un, isElsewhere);
        IL.Emit(OpCodes.Ldloc, distance);
        _writer.LoadConstant(size);
        IL.Emit(OpCodes.Add);
        loadLength();
        IL.Emit(OpCodes.Ble_Un, isAllowed);
    }

    private void LoadLowest()
    {
        _writer.LoadFrame();
        if (!_usesFrame) return;
        IL.Emit(OpCodes.Ldc_I4, RunContext.FrameSize);
        IL.Emit(OpCodes.Sub);
    }
}
