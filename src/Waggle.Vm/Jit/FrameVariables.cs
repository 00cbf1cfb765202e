using System.Collections.Immutable;
using System.Reflection.Emit;
using Waggle.Vm.Code;

namespace Waggle.Vm.Jit;

/// <summary>Slots of the frame that live in variables of the method, where RyuJIT keeps them in registers.</summary>
/// <remarks>x86-64 and arm64 have more registers than eBPF, so that most of what a compiler for eBPF had to spill need not be.</remarks>
internal sealed class FrameVariables(FunctionWriter writer, PendingValues pending, ImmutableArray<FrameSlot> slots)
{
    private readonly LocalBuilder[] _variables = [.. slots.Select(s => writer.IL.DeclareLocal(s.Width == sizeof(ulong) ? typeof(ulong) : typeof(uint)))];

    /// <summary>How many there are.</summary>
    internal int Count => slots.Length;

    /// <summary>Writes zeros, which is what a frame holds at first.</summary>
    internal void Clear()
    {
        foreach (LocalBuilder variable in _variables)
        {
            writer.IL.Emit(OpCodes.Ldc_I4_0);
            if (variable.LocalType == typeof(ulong)) writer.IL.Emit(OpCodes.Conv_I8);
            writer.IL.Emit(OpCodes.Stloc, variable);
        }
    }

    /// <summary>The value at an offset; null if that is not in a variable.</summary>
    internal Node? TryLoad(int offset, int width, bool isSigned)
    {
        int slot = IndexOf(offset);
        if (slot < 0) return null;
        Node value = new SlotNode(slot, _variables[slot]);
        if (width == sizeof(ulong)) return value;
        value = Nodes.Low(value);
        bool isPart = width < slots[slot].Width;
        return (width, isSigned) switch
        {
            (1, true) => Nodes.SignExtend(Nodes.Unary(UnaryOperation.SignExtend8, value)),
            (2, true) => Nodes.SignExtend(Nodes.Unary(UnaryOperation.SignExtend16, value)),
            (4, true) => Nodes.SignExtend(value),
            _ => Nodes.ZeroExtend(isPart ? Cut(value, width) : value),
        };
    }

    /// <summary>Stores a value.</summary>
    /// <returns>False if what lies at the offset is not in a variable.</returns>
    internal bool TryStore(int offset, Node value)
    {
        int slot = IndexOf(offset);
        if (slot < 0) return false;
        pending.ComputeReadersOfSlot(slot);
        (slots[slot].Width == sizeof(ulong) ? value : Cut(Nodes.Low(value), slots[slot].Width)).Emit(writer);
        writer.IL.Emit(OpCodes.Stloc, _variables[slot]);
        return true;
    }

    /// <summary>Writes all into the frame, for whoever goes on from there.</summary>
    internal void StoreAll()
    {
        for (int i = 0; i < slots.Length; i++)
        {
            writer.LoadFrame();
            writer.IL.Emit(OpCodes.Ldc_I4, slots[i].Offset);
            writer.IL.Emit(OpCodes.Add);
            writer.IL.Emit(OpCodes.Ldloc, _variables[i]);
            writer.Store(slots[i].Width);
        }
    }

    /// <summary>Place of the slot at an offset; -1 if what lies there is not in a variable.</summary>
    internal int IndexOf(int offset)
    {
        for (int i = 0; i < slots.Length; i++)
        {
            if (slots[i].Offset == offset) return i;
        }

        return -1;
    }

    private static Node Cut(Node value, int width) => width switch
    {
        1 => Nodes.Binary(BinaryOperation.And, value, Nodes.Low(Nodes.Constant(byte.MaxValue))),
        2 => Nodes.Unary(UnaryOperation.ZeroExtend16, value),
        _ => value,
    };
}
