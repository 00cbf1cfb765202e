using System.Collections.Immutable;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Interop;
using Waggle.Linux.Maps;

namespace Waggle.Linux.Programs;

/// <summary>A program's instructions with its maps filled in, as bytes for the kernel.</summary>
internal static class ProgramImage
{
    /// <summary>Replaces references to maps, of a program that asks nothing else of the kernel.</summary>
    public static byte[] Link(ProgramSpec program, IReadOnlyDictionary<string, KernelMap> maps) =>
        Link(program, maps, ImmutableDictionary<string, ResolvedExtern>.Empty, []);

    /// <summary>Replaces references to maps by descriptors, and to things of the kernel by what they are there.</summary>
    /// <param name="program">The program, its types already resolved.</param>
    /// <param name="maps">The maps by name. They must stay open until the program is loaded.</param>
    /// <param name="externs">What was found in the kernel, by name; the same holds of its descriptors.</param>
    /// <param name="modules">Descriptors of modules that calls go to, for the program's <c>fd_array</c>; the first place stays empty.</param>
    /// <exception cref="BpfException">A reference names nothing, or stands at an instruction that can't hold it.</exception>
    public static byte[] Link(
        ProgramSpec program, IReadOnlyDictionary<string, KernelMap> maps, IReadOnlyDictionary<string, ResolvedExtern> externs, List<SafeDescriptor?> modules)
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
        foreach (ExternReference reference in program.ExternReferences)
        {
            int index = reference.InstructionIndex;
            if (index < 0 || index >= instructions.Length || !externs.TryGetValue(reference.Name, out ResolvedExtern? found))
                throw Broken(program, $"instruction {index} refers to '{reference.Name}', which the object does not declare");
            if (instructions[index].IsWide && index < instructions.Length - 1)
                (instructions[index], instructions[index + 1]) = LoadExtern(instructions[index].Destination, found);
            else if (instructions[index].Opcode is { IsJump: true, JumpOperation: JumpOperation.Call })
                instructions[index] = Call(instructions[index], found, modules);
            else
                throw Broken(program, $"its reference to '{reference.Name}' is at instruction {index}, which is neither a 64-bit load nor a call");
        }
        byte[] bytes = new byte[instructions.Length * Instruction.SizeInBytes];
        for (int i = 0; i < instructions.Length; i++)
            instructions[i].Write(bytes.AsSpan(i * Instruction.SizeInBytes), !BitConverter.IsLittleEndian);
        return bytes;
    }

    private static (Instruction First, Instruction Second) LoadExtern(Register destination, ResolvedExtern found)
    {
        if (found.TypeId == 0) return Instruction.LoadPseudo(destination, PseudoSource.None, (int)(uint)found.Address, (int)(uint)(found.Address >> 32));
        if (found.Module is null) return Instruction.LoadPseudo(destination, PseudoSource.Variable, found.TypeId);
        using SafeDescriptor.Lease lease = found.Module.Use();
        return Instruction.LoadPseudo(destination, PseudoSource.Variable, found.TypeId, lease.Number);
    }

    private static Instruction Call(Instruction call, ResolvedExtern found, List<SafeDescriptor?> modules)
    {
        if (found.TypeId == 0) return call with { Source = 0, Offset = 0, Immediate = ResolvedExtern.MissingCall + found.Number };
        int module = 0; // the kernel itself
        if (found.Module is not null)
        {
            if (modules.Count == 0) modules.Add(null);
            module = modules.IndexOf(found.Module);
            if (module < 0)
            {
                module = modules.Count;
                modules.Add(found.Module);
            }
        }
        return call with { Source = (Register)CallKind.KernelFunction, Offset = (short)module, Immediate = found.TypeId };
    }

    private static BpfException Broken(ProgramSpec program, string what) =>
        new("load a program", $"program '{program}'", Errno.None, $"The object is broken: {what}.");
}
