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

        Label exit = _exits.To(slot);
        Node address = Nodes.Offset(_pending.Peek(register) ?? new RegisterNode(register), offset);
        if (place is { Kind: PointerKind.Context, Offset: { } field })
        {
            if (!IsContextAccess(field, width, isWrite, isSigned))
            {
                IL.Emit(OpCodes.Br, exit);
                IL.MarkLabel(IL.DefineLabel());
                return;
            }

            // The field that is thought of, or the interpreter finds out what it is.
            address.Emit(_writer);
            _writer.LoadRun();
            _writer.LoadField(nameof(RunContext.ContextStart));
            Nodes.Constant((ulong)field).Emit(_writer);
            IL.Emit(OpCodes.Add);
            IL.Emit(OpCodes.Bne_Un, exit);
            return;
        }

        Label isAllowed = IL.DefineLabel();
        EmitQuickCheck(address, width, isWrite, place, isAllowed);
        _writer.LoadRun();
        address.Emit(_writer);
        IL.Emit(OpCodes.Ldc_I4, width);
        IL.Emit(isWrite ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
        _writer.LoadFrame();
        _writer.Call(typeof(RunContext), nameof(RunContext.IsAllowed));
        IL.Emit(OpCodes.Brfalse, exit);
        IL.MarkLabel(isAllowed);
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

    // One comparison with what the access most likely is to.
    private void EmitQuickCheck(Node address, int width, bool isWrite, in PointerFact place, Label isAllowed)
    {
        address.Emit(_writer);
        switch (place.Kind)
        {
            case PointerKind.Frame:
                _writer.LoadRegister(FrameRegister);
                IL.Emit(OpCodes.Sub);
                _writer.LoadConstant(RunContext.FrameSize);
                IL.Emit(OpCodes.Add);
                _writer.LoadConstant(RunContext.FrameSize - width);
                IL.Emit(OpCodes.Ble_Un, isAllowed);
                break;
            case PointerKind.Packet when !isWrite || _image.Context.IsPacketWritable:
                _writer.LoadRun();
                _writer.LoadField(nameof(RunContext.PacketStart));
                IL.Emit(OpCodes.Sub);
                _writer.LoadRun();
                _writer.LoadField($"PacketRoom{width}");
                IL.Emit(OpCodes.Blt_Un, isAllowed);
                break;
            case PointerKind.MapValue when BlockOf(_image.Maps[place.Map], width, isWrite) is { } block:
                // Where the values lie does not change; a map that has grown has more of them elsewhere.
                IL.Emit(OpCodes.Ldc_I8, (long)block.Start);
                IL.Emit(OpCodes.Sub);
                _writer.LoadConstant((long)block.Length - width);
                IL.Emit(OpCodes.Ble_Un, isAllowed);
                break;
            default:
                _writer.LoadRun();
                _writer.LoadField(nameof(RunContext.RecentStart));
                IL.Emit(OpCodes.Sub);
                _writer.LoadRun();
                _writer.LoadField(nameof(RunContext.RecentRoom));
                IL.Emit(OpCodes.Blt_Un, isAllowed);
                break;
        }
    }
}
