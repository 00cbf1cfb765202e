using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Maps;

namespace Waggle.Linux.Programs;

/// <summary>A program's instructions with its maps filled in, as bytes for the kernel.</summary>
internal static class ProgramImage
{
    /// <summary>Replaces references to maps by descriptors.</summary>
    /// <param name="program">The program, its types already resolved.</param>
    /// <param name="maps">The maps by name. They must stay open until the program is loaded.</param>
    /// <exception cref="BpfException">A reference names no map or no wide load.</exception>
    public static byte[] Link(ProgramSpec program, IReadOnlyDictionary<string, KernelMap> maps)
    {
        Instruction[] instructions = [.. program.Instructions];
        foreach (MapReference reference in program.MapReferences)
        {
            int index = reference.InstructionIndex;
            if (index < 0 || index > instructions.Length - 2 || !instructions[index].IsWide)
                throw Broken(program, $"its reference to map '{reference.MapName}' is at instruction {index}, which is no 64-bit load");
            if (!maps.TryGetValue(reference.MapName, out KernelMap? map))
                throw Broken(program, $"instruction {index} refers to map '{reference.MapName}', which the object does not have");

            using SafeDescriptor.Lease lease = map.Descriptor.Use();
            (instructions[index], instructions[index + 1]) = Instruction.LoadPseudo(
                instructions[index].Destination,
                reference.ValueOffset is null ? PseudoSource.MapDescriptor : PseudoSource.MapValue,
                lease.Number,
                reference.ValueOffset ?? 0);
        }
        byte[] bytes = new byte[instructions.Length * Instruction.SizeInBytes];
        for (int i = 0; i < instructions.Length; i++)
            instructions[i].Write(bytes.AsSpan(i * Instruction.SizeInBytes), !BitConverter.IsLittleEndian);
        return bytes;
    }

    private static BpfException Broken(ProgramSpec program, string what) =>
        new("load a program", $"program '{program}'", Errno.None, $"The object is broken: {what}.");
}
