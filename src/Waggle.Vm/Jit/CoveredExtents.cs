using Waggle.Bpf.Instructions;
using Waggle.Vm.Code;

namespace Waggle.Vm.Jit;

/// <summary>Memory around the addresses in registers that was found allowed on every way here.</summary>
/// <remarks>What was allowed stays so until a call: only helpers take memory away from a run. An address that moves by a known distance takes what is known
/// along.</remarks>
internal sealed class CoveredExtents
{
    private readonly Extent?[] _extents = new Extent?[11];

    internal bool Holds(int register, int offset, int width, bool isWrite) =>
        _extents[register] is { } extent && offset >= extent.Low && offset + width <= extent.High && (extent.IsWritten || !isWrite);

    internal void Add(int register, in Extent extent) => _extents[register] = extent;

    internal CoveredExtents Clone()
    {
        CoveredExtents copy = new();
        _extents.CopyTo(copy._extents, 0);
        return copy;
    }

    /// <summary>Takes what is known over an instruction.</summary>
    internal void Step(in Instruction instruction)
    {
        if (instruction.IsCall() || instruction.IsPacketLoad())
        {
            Array.Clear(_extents);
            return;
        }

        int destination = (int)instruction.Destination;
        if (instruction.Opcode.Class == InstructionClass.Alu64)
        {
            _extents[destination] = (instruction.Opcode.AluOperation, instruction.Opcode.Operand) switch
            {
                (AluOperation.Move, Operand.Register) when instruction.Offset == 0 => _extents[(int)instruction.Source],
                (AluOperation.Add, Operand.Immediate) => Shift(_extents[destination], -(long)instruction.Immediate),
                (AluOperation.Subtract, Operand.Immediate) => Shift(_extents[destination], instruction.Immediate),
                _ => null,
            };
            return;
        }

        int written = instruction.Writes();
        for (int register = 0; register < _extents.Length; register++)
        {
            if ((written >> register & 1) != 0) _extents[register] = null;
        }
    }

    // An address that has moved up has what is known of it further down.
    private static Extent? Shift(Extent? extent, long by) =>
        extent is { } known && known.Low + by >= int.MinValue && known.High + by <= int.MaxValue
            ? known with { Low = (int)(known.Low + by), High = (int)(known.High + by) }
            : null;
}
