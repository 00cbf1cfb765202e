using Waggle.Bpf.Instructions;
using Waggle.Vm.Code;

namespace Waggle.Vm.Jit;

/// <summary>Memory around the addresses in registers and frame slots that was found allowed on every way here.</summary>
/// <remarks>What was allowed stays so until a call that may take memory away from the run. An address that moves by a known distance takes
/// what is known along.</remarks>
internal sealed class CoveredExtents
{
    private const int RegisterCount = 11;

    private readonly Covered?[] _known;

    internal CoveredExtents(int slotCount) => _known = new Covered?[RegisterCount + slotCount];

    private CoveredExtents(Covered?[] known) => _known = known;

    /// <summary>What is known of the address in a register.</summary>
    internal Covered? this[int register]
    {
        get => _known[register];
        set => _known[register] = value;
    }

    internal bool Holds(int register, int offset, int width, bool isWrite) => _known[register] is { } known && known.Holds(offset, width, isWrite);

    /// <summary>What is known of the address in a frame slot.</summary>
    internal Covered? OfSlot(int slot) => _known[RegisterCount + slot];

    internal void SetSlot(int slot, Covered? known) => _known[RegisterCount + slot] = known;

    internal CoveredExtents Clone() => new([.. _known]);

    /// <summary>Takes in that the address in a register is not null, and so what else the same lookup returned.</summary>
    internal void NotNull(int register)
    {
        if (_known[register] is not { Lookup: > 0 and var lookup }) return;
        for (int i = 0; i < _known.Length; i++)
        {
            if (_known[i] is { } known && known.Lookup == lookup) _known[i] = known with { Lookup = 0 };
        }
    }

    /// <summary>Takes what is known over an instruction.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="mayTake">For a call: whether it may take memory away from the run.</param>
    internal void Step(in Instruction instruction, bool mayTake)
    {
        int destination = (int)instruction.Destination;
        if (instruction.Opcode.Class == InstructionClass.Alu64)
        {
            _known[destination] = (instruction.Opcode.AluOperation, instruction.Opcode.Operand) switch
            {
                (AluOperation.Move, Operand.Register) when instruction.Offset == 0 => _known[(int)instruction.Source],
                (AluOperation.Add, Operand.Immediate) => _known[destination]?.Move(instruction.Immediate),
                (AluOperation.Subtract, Operand.Immediate) => _known[destination]?.Move(-(long)instruction.Immediate),
                _ => null,
            };
            return;
        }

        int written = instruction.Writes();
        bool isTaken = (instruction.IsCall() || instruction.IsPacketLoad()) && mayTake;
        for (int i = 0; i < _known.Length; i++)
        {
            bool isOverwritten = i < RegisterCount && (written >> i & 1) != 0;
            if (isOverwritten || (isTaken && _known[i] is { Lasts: false })) _known[i] = null;
        }
    }
}
