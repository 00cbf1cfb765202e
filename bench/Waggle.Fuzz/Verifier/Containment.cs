using System.Globalization;
using Waggle.Bpf.Objects;
using Waggle.Verifier.Code;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.States;
using Waggle.Vm.Maps;
using Waggle.Vm.Memory;

namespace Waggle.Fuzz.Verifier;

/// <summary>Whether what a run has lies in what the verifier knew.</summary>
internal sealed unsafe class Containment(ProgramText text, IReadOnlyList<MapSpec> specs, IReadOnlyDictionary<string, VmMap> maps)
{
    private const int SlotSize = 8;

    /// <summary>Why a state does not stand for what a run has; null if it does.</summary>
    /// <param name="state">The state.</param>
    /// <param name="real">What the run has.</param>
    public string? Differs(PathState state, in ConcreteState real)
    {
        int live = text.Live[real.Slot];
        Frame frame = state.Current;
        for (int i = 0; i < Frame.RegisterCount; i++)
        {
            if ((live >> i & 1) == 0 && i != Frame.FramePointer) continue;
            if (Differs(state, frame[i], real.Registers[i], real) is { } why) return string.Create(CultureInfo.InvariantCulture, $"R{i} is 0x{real.Registers[i]:x}, {why}");
        }

        if (LinkBroken(frame, real, live) is { } broken) return broken;
        for (int depth = 0; depth <= state.Depth; depth++)
        {
            for (int slot = 0; slot < state[depth].SlotCount; slot++)
            {
                ulong value = real.Stack(depth, slot);
                if (Differs(state, state[depth].Slots[slot], value, real) is { } why)
                    return string.Create(CultureInfo.InvariantCulture, $"the stack of frame {depth} at {-SlotSize * (slot + 1)} is 0x{value:x}, {why}");
            }
        }

        return null;
    }

    private string? Differs(PathState state, in StackSlot slot, ulong value, in ConcreteState real)
    {
        if (slot.IsFullSpill) return Differs(state, slot.Register, value, real);
        int width = 0;
        for (int i = 0; i < SlotSize; i++)
        {
            if (slot[i] == SlotContent.Zero && (byte)(value >> (8 * i)) != 0) return $"and byte {i} was said to be zero";
            if (slot[i] == SlotContent.Spill && i == width) width++;
        }

        if (width == 0 || !slot.Register.IsScalar) return null;
        ulong mask = ulong.MaxValue >> (64 - 8 * width), part = value & mask;
        if (slot.Register.Number.UMax <= mask) return Differs(state, slot.Register, part, real);
        Tristate bits = slot.Register.Number.Bits;
        return (part & ~bits.Mask) == (bits.Value & mask) ? null : $"and its low {width} bytes were said to be {bits}";
    }

    private string? Differs(PathState state, in RegisterState known, ulong value, in ConcreteState real)
    {
        switch (known.Kind)
        {
            case RegisterKind.Scalar:
                return Contains(known.Number, value) ? null : $"and was said to be {Describe(known.Number)}";
            case RegisterKind.Stack:
                return IsOffset(known, value - real.FramePointer(known.Range)) ? null : $"and was said to be {Describe(known)} in frame {known.Range}, whose end is 0x{real.FramePointer(known.Range):x}";
            case RegisterKind.Context:
                return IsOffset(known, value - real.Run.ContextStart) ? null : $"and was said to be {Describe(known)}";
            case RegisterKind.Packet:
                ulong end = real.Run.PacketStart + real.Run.PacketRoom1;
                if (!IsOffset(known, value - real.Run.PacketStart)) return $"and was said to be {Describe(known)}; the packet is at 0x{real.Run.PacketStart:x}";
                // The bytes shown to be there are counted from the variable part of the pointer.
                return known.Range <= 0 || value - (ulong)(long)known.Offset + (ulong)known.Range <= end ? null
                    : $"and {known.Range} bytes were said to be there ({Describe(known)}); the packet ends at 0x{end:x}";
            case RegisterKind.PacketEnd:
                return value == real.Run.PacketStart + real.Run.PacketRoom1 ? null : "and was said to be the packet's end";
            case RegisterKind.MapValue:
                return known.MayBeNull && value == 0 ? null : DiffersInMap(known, value);
            case RegisterKind.Memory:
                if (known.MayBeNull && value == 0) return null;
                return value != 0 && (known.Range <= 0 || !known.Number.IsConstant || real.Run.IsAllowed(value - (ulong)(long)known.Offset - known.Number.Bits.Value, known.Range, false, (byte*)real.Registers[10]))
                    ? null : $"and was said to be {Describe(known)} of {known.Range} bytes";
            default:
                return null; // has no number that programs could see; accesses through it are checked when they are made
        }
    }

    private string? DiffersInMap(in RegisterState known, ulong value)
    {
        MapSpec spec = specs[known.Map];
        VmMap map = maps[spec.Name];
        ulong size = (ulong)map.ValueStride;
        foreach (MemoryRange range in map.Values)
        {
            // A pointer may have been moved out of its value as far as it likes, as long as nobody uses it.
            if (value + 0x1000_0000 < range.Start || value > range.Start + range.Length + 0x1000_0000) continue;
            long inside = (long)((value - range.Start) % size);
            if (value >= range.Start && (IsOffset(known, (ulong)inside) || IsOffset(known, (ulong)inside + size))) return null;
            if (!known.Number.IsConstant) return null; // which value it came from is not known here
            ulong start = value - (ulong)(long)known.Offset - known.Number.Bits.Value;
            if (start - range.Start < range.Length && (start - range.Start) % size == 0) return null;
        }

        // One that was moved by what is not known may be anywhere.
        return !known.Number.IsConstant ? null : $"and was said to be {Describe(known)} in a value of {spec.Name}";
    }

    // Registers that were said to be equal, or a constant apart.
    private static string? LinkBroken(Frame frame, in ConcreteState real, int live)
    {
        for (int i = 0; i < Frame.FramePointer; i++)
        {
            if ((live >> i & 1) == 0 || !frame[i].IsScalar || frame[i].Id == 0) continue;
            for (int j = i + 1; j < Frame.FramePointer; j++)
            {
                if ((live >> j & 1) == 0 || !frame[j].IsScalar || frame[j].Id != frame[i].Id) continue;
                ulong left = real.Registers[i] - (frame[i].IsSum ? (ulong)(long)frame[i].Offset : 0), right = real.Registers[j] - (frame[j].IsSum ? (ulong)(long)frame[j].Offset : 0);
                if (left != right) return string.Create(CultureInfo.InvariantCulture, $"R{i} is 0x{real.Registers[i]:x} and R{j} 0x{real.Registers[j]:x}, which were said to be linked");
            }
        }

        return null;
    }

    private static bool IsOffset(in RegisterState known, ulong distance) => Contains(known.Number, distance - (ulong)(long)known.Offset);

    private static bool Contains(in Scalar number, ulong value) =>
        (value & ~number.Bits.Mask) == number.Bits.Value
        && (long)value >= number.SMin && (long)value <= number.SMax && value >= number.UMin && value <= number.UMax
        && (int)value >= number.S32Min && (int)value <= number.S32Max && (uint)value >= number.U32Min && (uint)value <= number.U32Max;

    private static string Describe(in RegisterState known) => $"{known.Kind} plus {known.Offset} plus {Describe(known.Number)}";

    private static string Describe(in Scalar number) => string.Create(CultureInfo.InvariantCulture,
        $"bits {number.Bits}, s64 {number.SMin}..{number.SMax}, u64 0x{number.UMin:x}..0x{number.UMax:x}, s32 {number.S32Min}..{number.S32Max}, u32 0x{number.U32Min:x}..0x{number.U32Max:x}");
}
