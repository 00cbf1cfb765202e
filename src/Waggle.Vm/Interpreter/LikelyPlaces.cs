using Waggle.Bpf.Instructions;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Where the loads and stores of a program are thought to be to, by slot.</summary>
/// <remarks>A guess only chooses what is looked at first. What is certain follows from the instruction alone: r10 never changes.</remarks>
internal static class LikelyPlaces
{
    internal static LikelyPlace[] Of(ProgramImage image)
    {
        var places = new LikelyPlace[image.Code.Instructions.Length];
        PointerFacts? facts = image.IsTrusted ? null : PointerFacts.Of(image.Code, new LinkedSources(image));
        foreach (CodeFunction function in image.Code.Functions)
        {
            foreach (CodeBlock block in function.Blocks) Find(image, block, facts, places);
        }

        return places;
    }

    private static void Find(ProgramImage image, CodeBlock block, PointerFacts? facts, LikelyPlace[] places)
    {
        PointerState? state = facts?.AtStart(block);
        for (int slot = block.Start; slot < block.End; slot++)
        {
            Instruction instruction = image.Code.Instructions[slot];
            InstructionClass kind = instruction.Opcode.Class;
            if (kind is InstructionClass.Ldx or InstructionClass.St or InstructionClass.Stx)
            {
                int register = (int)(kind == InstructionClass.Ldx ? instruction.Source : instruction.Destination);
                places[slot] = IsCertain(image, instruction, register) ? LikelyPlace.Certain : state is null ? LikelyPlace.Anywhere : Guess(image, state[register]);
            }

            if (state is not null) facts!.Step(state, slot);
            if (instruction.IsWide) slot++;
        }
    }

    private static bool IsCertain(ProgramImage image, in Instruction instruction, int register) =>
        (register == (int)Register.R10 && instruction.Offset >= -RunContext.FrameSize && instruction.Offset <= -instruction.Opcode.Size.InBytes())
        || (image.IsTrusted && image.Context.AddressFields.IsEmpty);

    private static LikelyPlace Guess(ProgramImage image, in PointerFact fact) => fact.Kind switch
    {
        PointerKind.Frame => LikelyPlace.Frame,
        PointerKind.Packet => image.Context.IsPacketWritable ? LikelyPlace.Packet : LikelyPlace.ReadOnlyPacket,
        PointerKind.MapValue when image.Maps[fact.Map] is var map && map.Values.Count > 0 && !map.Values[0].IsWritable => LikelyPlace.ReadOnly,
        _ => LikelyPlace.Anywhere,
    };
}
