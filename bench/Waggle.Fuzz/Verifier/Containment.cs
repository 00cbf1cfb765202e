using System.Globalization;
using Waggle.Bpf.Objects;
using Waggle.Verifier.Code;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.States;
using Waggle.Vm.Maps;
using Waggle.Vm.Memory;

namespace Waggle.Fuzz.Verifier;

/// <summary>Whether what a run has lies in what the verifier knew.</summary>
/// <remarks>Kept from program to program; a comparison that holds allocates nothing.</remarks>
internal sealed unsafe class Containment
{
    private const int SlotSize = 8;

    private ushort[] _live = [];
    private VmMap[] _maps = []; // by the numbers that registers have

    private Place _difference; // where the state compared last did not hold

    /// <summary>Says which program the states are of.</summary>
    public void Begin(ProgramText text, IReadOnlyList<MapSpec> specs, IReadOnlyDictionary<string, VmMap> maps) =>
        (_live, _maps) = (text.Live, [.. specs.Select(spec => maps[spec.Name])]);

    /// <summary>Whether a state stands for what a run has.</summary>
    /// <param name="state">The state.</param>
    /// <param name="real">What the run has.</param>
    public bool Holds(PathState state, in ConcreteState real)
    {
        int live = _live[real.Slot];
        Frame frame = state.Current;
        for (int i = 0; i < Frame.RegisterCount; i++)
        {
            if ((live >> i & 1) == 0 && i != Frame.FramePointer) continue;
            if (!Holds(frame[i], real.Registers[i], real)) return Differs(PlaceKind.Register, state.Depth, i);
        }

        if (!AreLinked(frame, real, live)) return false;
        for (int depth = 0; depth <= state.Depth; depth++)
        {
            Frame each = state[depth];
            for (int slot = 0; slot < each.SlotCount; slot++)
            {
                ref readonly StackSlot known = ref each.Slots[slot];
                if (known.Contents != 0 && !Holds(known, real.Stack(depth, slot), real)) return Differs(PlaceKind.Stack, depth, slot);
            }
        }

        return true;
    }

    /// <summary>Why the state compared last does not stand for what the run has.</summary>
    public string Explain(PathState state, in ConcreteState real)
    {
        (PlaceKind kind, int depth, int index) = (_difference.Kind, _difference.Depth, _difference.Index);
        string places = string.Create(CultureInfo.InvariantCulture, $"(frame pointer 0x{real.FramePointer(depth):x}, context 0x{real.Context:x}, packet 0x{real.Run.PacketStart:x} and {real.Run.PacketRoom1} bytes)");
        return kind switch
        {
            PlaceKind.Register => string.Create(CultureInfo.InvariantCulture, $"R{index} is 0x{real.Registers[index]:x}, and was said to be {Describe(state.Current[index])} {places}"),
            PlaceKind.Stack => string.Create(CultureInfo.InvariantCulture, $"the stack of frame {depth} at {-SlotSize * (index + 1)} is 0x{real.Stack(depth, index):x}, and was said to be {Describe(state[depth].Slots[index])} {places}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"R{index >> 4} is 0x{real.Registers[index >> 4]:x} and R{index & 15} 0x{real.Registers[index & 15]:x}, which were said to be linked"),
        };
    }

    private bool Differs(PlaceKind kind, int depth, int index)
    {
        _difference = new(kind, depth, index);
        return false;
    }

    private bool Holds(in StackSlot slot, ulong value, in ConcreteState real)
    {
        if (slot.IsFullSpill) return Holds(slot.Register, value, real);
        int width = 0;
        for (int i = 0; i < SlotSize; i++)
        {
            if (slot[i] == SlotContent.Zero && (byte)(value >> (8 * i)) != 0) return false;
            if (slot[i] == SlotContent.Spill && i == width) width++;
        }

        if (width == 0 || !slot.Register.IsScalar) return true;
        ulong mask = ulong.MaxValue >> (64 - 8 * width), part = value & mask;
        if (slot.Register.Number.UMax <= mask) return Holds(slot.Register, part, real);
        Tristate bits = slot.Register.Number.Bits;
        return (part & ~bits.Mask) == (bits.Value & mask);
    }

    private bool Holds(in RegisterState known, ulong value, in ConcreteState real)
    {
        switch (known.Kind)
        {
            case RegisterKind.Scalar:
                return Contains(known.Number, value);
            case RegisterKind.Stack:
                return IsOffset(known, value - real.FramePointer(known.Range));
            case RegisterKind.Context:
                return IsOffset(known, value - real.Context);
            case RegisterKind.Packet:
                ulong end = real.Run.PacketStart + real.Run.PacketRoom1;
                // The bytes shown to be there are counted from the variable part of the pointer.
                return IsOffset(known, value - real.Run.PacketStart) && (known.Range <= 0 || value - (ulong)(long)known.Offset + (ulong)known.Range <= end);
            case RegisterKind.PacketEnd:
                return value == real.Run.PacketStart + real.Run.PacketRoom1;
            case RegisterKind.MapValue:
                return (known.MayBeNull && value == 0) || IsInMap(known, value);
            case RegisterKind.Memory:
                if (known.MayBeNull && value == 0) return true;
                return value != 0 && (known.Range <= 0 || !known.Number.IsConstant || real.Run.IsAllowed(value - (ulong)(long)known.Offset - known.Number.Bits.Value, known.Range, false, (byte*)real.Registers[10]));
            default:
                return true; // has no number that programs could see; accesses through it are checked when they are made
        }
    }

    // It came from the start of a value. One that was moved by what is not known may be anywhere, as long as nobody uses it.
    private bool IsInMap(in RegisterState known, ulong value)
    {
        if (!known.Number.IsConstant) return true;
        VmMap map = _maps[known.Map];
        ulong start = value - (ulong)(long)known.Offset - known.Number.Bits.Value;
        foreach (MemoryRange range in map.Values)
        {
            if (start - range.Start < range.Length && (start - range.Start) % (ulong)map.ValueStride == 0) return true;
        }

        return false;
    }

    // Registers that were said to be equal, or a constant apart.
    private bool AreLinked(Frame frame, in ConcreteState real, int live)
    {
        for (int i = 0; i < Frame.FramePointer; i++)
        {
            if ((live >> i & 1) == 0 || !frame[i].IsScalar || frame[i].Id == 0) continue;
            for (int j = i + 1; j < Frame.FramePointer; j++)
            {
                if ((live >> j & 1) == 0 || !frame[j].IsScalar || frame[j].Id != frame[i].Id) continue;
                ulong left = real.Registers[i] - (frame[i].IsSum ? (ulong)(long)frame[i].Offset : 0), right = real.Registers[j] - (frame[j].IsSum ? (ulong)(long)frame[j].Offset : 0);
                if (left != right) return Differs(PlaceKind.Link, 0, i << 4 | j);
            }
        }

        return true;
    }

    private static bool IsOffset(in RegisterState known, ulong distance) => Contains(known.Number, distance - (ulong)(long)known.Offset);

    private static bool Contains(in Scalar number, ulong value) =>
        (value & ~number.Bits.Mask) == number.Bits.Value
        && (long)value >= number.SMin && (long)value <= number.SMax && value >= number.UMin && value <= number.UMax
        && (int)value >= number.S32Min && (int)value <= number.S32Max && (uint)value >= number.U32Min && (uint)value <= number.U32Max;

    private static string Describe(in StackSlot slot) => string.Create(CultureInfo.InvariantCulture, $"bytes {slot.Contents:x16} {(slot.IsSpill ? Describe(slot.Register) : "")}");

    private static string Describe(in RegisterState known) => string.Create(CultureInfo.InvariantCulture,
        $"{known.Kind} plus {known.Offset} plus {Describe(known.Number)}{(known.Range != 0 ? $" range {known.Range}" : "")}{(known.MayBeNull ? " or null" : "")}");

    private static string Describe(in Scalar number) => string.Create(CultureInfo.InvariantCulture,
        $"bits {number.Bits}, s64 {number.SMin}..{number.SMax}, u64 0x{number.UMin:x}..0x{number.UMax:x}, s32 {number.S32Min}..{number.S32Max}, u32 0x{number.U32Min:x}..0x{number.U32Max:x}");

    private enum PlaceKind
    {
        Register,
        Stack,
        Link,
    }

    private readonly record struct Place(PlaceKind Kind, int Depth, int Index);
}
