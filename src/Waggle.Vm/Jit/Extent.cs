using System.Collections.Immutable;
using Waggle.Bpf.Instructions;
using Waggle.Vm.Code;

namespace Waggle.Vm.Jit;

/// <summary>Bytes around the address in a register.</summary>
/// <param name="Low">Offset of the first.</param>
/// <param name="High">Offset behind the last.</param>
/// <param name="IsWritten">Whether they may be written as well as read.</param>
internal readonly record struct Extent(int Low, int High, bool IsWritten)
{
    // A check of more than a page would more likely fail for a program that is right, and cost it the compiled code.
    private const int Largest = 4096;

    internal int Length => High - Low;

    /// <summary>What instructions up to the end of a block do with the address in a register, before it changes or a call is made.</summary>
    /// <remarks>All of them run if the first does, unless a fault comes between: so checking them together refuses no run that is right.</remarks>
    internal static Extent From(ImmutableArray<Instruction> code, int slot, int end, int register, Extent first)
    {
        Extent extent = first;
        for (; slot < end; slot++)
        {
            Instruction instruction = code[slot];
            if (instruction.IsWide)
            {
                if ((int)instruction.Destination == register) break;
                slot++;
                continue;
            }

            if (instruction.IsCall() || instruction.IsPacketLoad()) break;
            if (AccessOf(instruction, register) is { } access && Math.Max(extent.High, access.High) - Math.Min(extent.Low, access.Low) <= Largest)
                extent = new(Math.Min(extent.Low, access.Low), Math.Max(extent.High, access.High), extent.IsWritten || access.IsWritten);
            if ((instruction.Writes() >> register & 1) != 0) break;
        }

        return extent;
    }

    private static Extent? AccessOf(in Instruction instruction, int register)
    {
        bool isLoad = instruction.Opcode.Class == InstructionClass.Ldx
            || (instruction.IsAtomic() && (AtomicOperation)instruction.Immediate == AtomicOperation.LoadAcquire);
        bool isStore = !isLoad && instruction.Opcode.Class is InstructionClass.St or InstructionClass.Stx;
        if (!isLoad && !isStore) return null;
        if ((int)(isLoad ? instruction.Source : instruction.Destination) != register) return null;
        return new(instruction.Offset, instruction.Offset + instruction.Opcode.Size.InBytes(), isStore);
    }
}
