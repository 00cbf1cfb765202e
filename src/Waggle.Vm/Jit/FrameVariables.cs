using System.Collections.Immutable;
using System.Reflection.Emit;
using Waggle.Vm.Code;

namespace Waggle.Vm.Jit;

/// <summary>Slots of the frame that live in variables of the method, where RyuJIT keeps them in registers.</summary>
/// <remarks>x86-64 and arm64 have more registers than eBPF, so that most of what a compiler for eBPF had to spill need not be. A slot that is
/// stored to in several widths, because it holds one value after the other, has a variable for each: every store goes to all of them, and
/// RyuJIT drops those that nothing reads.</remarks>
internal sealed class FrameVariables
{
    private readonly FunctionWriter _writer;
    private readonly PendingValues _pending;
    private readonly ImmutableArray<FrameSlot> _slots;
    private readonly ImmutableArray<(int Width, LocalBuilder Variable)>[] _variables; // by slot, widest first

    internal FrameVariables(FunctionWriter writer, PendingValues pending, ImmutableArray<FrameSlot> slots)
    {
        (_writer, _pending, _slots) = (writer, pending, slots);
        _variables = [.. slots.Select(s => WidthsOf(s).Select(w => (w, writer.IL.DeclareLocal(w == sizeof(ulong) ? typeof(ulong) : typeof(uint)))).ToImmutableArray())];
    }

    /// <summary>How many slots there are.</summary>
    internal int Count => _slots.Length;

    /// <summary>Writes zeros, which is what a frame holds at first.</summary>
    internal void Clear()
    {
        foreach ((int width, LocalBuilder variable) in _variables.SelectMany(v => v))
        {
            _writer.IL.Emit(OpCodes.Ldc_I4_0);
            if (width == sizeof(ulong)) _writer.IL.Emit(OpCodes.Conv_I8);
            _writer.IL.Emit(OpCodes.Stloc, variable);
        }
    }

    /// <summary>The value at an offset; null if that is not in a variable.</summary>
    internal Node? TryLoad(int offset, int width, bool isSigned)
    {
        int slot = IndexOf(offset);
        if (slot < 0) return null;
        (int size, LocalBuilder variable) = _variables[slot].LastOrDefault(v => v.Width >= width);
        Node value = new SlotNode(slot, variable);
        if (width == sizeof(ulong)) return value;
        value = Nodes.Low(value);
        return (width, isSigned) switch
        {
            (1, true) => Nodes.SignExtend(Nodes.Unary(UnaryOperation.SignExtend8, value)),
            (2, true) => Nodes.SignExtend(Nodes.Unary(UnaryOperation.SignExtend16, value)),
            (4, true) => Nodes.SignExtend(value),
            _ => Nodes.ZeroExtend(width < size ? Cut(value, width) : value),
        };
    }

    /// <summary>Stores a value.</summary>
    /// <returns>False if what lies at the offset is not in a variable.</returns>
    internal bool TryStore(int offset, int width, Node value)
    {
        int slot = IndexOf(offset);
        if (slot < 0) return false;
        _pending.ComputeReadersOfSlot(slot);
        if (_variables[slot].Length > 1 && !value.IsCheap) value = Keep(value, width);
        foreach ((int size, LocalBuilder variable) in _variables[slot])
        {
            if (size > width) Merge(slot, variable, size, value, width);
            else if (size == sizeof(ulong)) value.Emit(_writer);
            else Cut(Nodes.Low(value), size).Emit(_writer);
            _writer.IL.Emit(OpCodes.Stloc, variable);
        }

        return true;
    }

    /// <summary>Writes all into the frame, for whoever goes on from there.</summary>
    internal void StoreAll()
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            _writer.LoadFrame();
            _writer.IL.Emit(OpCodes.Ldc_I4, _slots[i].Offset);
            _writer.IL.Emit(OpCodes.Add);
            _writer.IL.Emit(OpCodes.Ldloc, _variables[i][0].Variable);
            _writer.Store(_slots[i].Width);
        }
    }

    /// <summary>Place of the slot at an offset; -1 if what lies there is not in a variable.</summary>
    internal int IndexOf(int offset)
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].Offset == offset) return i;
        }

        return -1;
    }

    // Computes what is stored once, for several variables.
    private TemporaryNode Keep(Node value, int width)
    {
        Node kept = width == sizeof(ulong) ? value : Nodes.Low(value);
        LocalBuilder variable = _writer.IL.DeclareLocal(kept.IsWide ? typeof(ulong) : typeof(uint));
        kept.Emit(_writer);
        _writer.IL.Emit(OpCodes.Stloc, variable);
        return new(variable);
    }

    // The bytes above those that are stored stay.
    private void Merge(int slot, LocalBuilder variable, int size, Node value, int width)
    {
        ulong mask = ulong.MaxValue << (8 * width);
        Node old = new SlotNode(slot, variable), part = Cut(Nodes.Low(value), width);
        bool isWide = size == sizeof(ulong);
        Node kept = Nodes.Binary(BinaryOperation.And, old, isWide ? Nodes.Constant(mask) : Nodes.Low(Nodes.Constant(mask)));
        new BinaryNode(BinaryOperation.Or, kept, isWide ? Nodes.ZeroExtend(part) : part).Emit(_writer);
    }

    private static IEnumerable<int> WidthsOf(FrameSlot slot)
    {
        yield return slot.Width;
        for (int width = slot.Width / 2; width > 0; width /= 2)
        {
            if ((slot.Parts & width) != 0) yield return width;
        }
    }

    private static Node Cut(Node value, int width) => width switch
    {
        1 => Nodes.Binary(BinaryOperation.And, value, Nodes.Low(Nodes.Constant(byte.MaxValue))),
        2 => Nodes.Unary(UnaryOperation.ZeroExtend16, value),
        _ => value,
    };
}
