using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux;

namespace Waggle.Cli.Engines;

/// <summary>Runs a raw program on plain memory in the kernel, which knows no such kind of program.</summary>
/// <remarks>The memory becomes the value of an array, and the program a function of a syscall program, so that each exit comes back to
/// code that keeps the 64 bits of r0.</remarks>
internal static class KernelMemoryRun
{
    private const string Program = "program", Memory = "memory", Result = "result";

    /// <summary>Runs it once.</summary>
    /// <param name="code">The instructions.</param>
    /// <param name="memory">What r1 points to; changed in place.</param>
    /// <returns>r0.</returns>
    /// <exception cref="Bpf.Errors.BpfException">The kernel does not take or run it.</exception>
    public static ulong Run(ImmutableArray<Instruction> code, byte[] memory)
    {
        byte[] key = new byte[sizeof(int)], value = memory.Length == 0 ? new byte[1] : memory, result = new byte[sizeof(ulong)];
        using LoadedObject loaded = KernelEngine.Create().Load(new BpfObject
        {
            Programs = [Wrap(code, memory.Length)],
            Maps = [Array(Memory, value.Length), Array(Result, result.Length)],
        });
        loaded.Maps[Memory].Update(key, value);
        loaded.Programs[Program].Run(new ProgramRun());
        loaded.Maps[Memory].TryLookup(key, value);
        loaded.Maps[Result].TryLookup(key, result);
        return BitConverter.ToUInt64(result);
    }

    private static MapSpec Array(string name, int size) =>
        new(name, MapType.Array) { KeySizeInBytes = sizeof(int), ValueSizeInBytes = size, MaxEntries = 1 };

    private static ProgramSpec Wrap(ImmutableArray<Instruction> code, int length)
    {
        string start = length == 0 ? "r1 = 0" : $"r1 = map[{Memory}][0]+0";
        AssembledProgram caller = Assembler.Assemble($"""
            {start}
            r2 = {length}
            call code
            r1 = map[{Result}][0]+0
            *(u64 *)(r1 +0) = r0
            r0 = 0
            exit
            code:
            """);
        return new()
        {
            Name = Program,
            Section = "syscall",
            Type = ProgramType.Syscall,
            IsSleepable = true,
            Instructions = [.. caller.Instructions, .. code],
            MapReferences = caller.MapReferences,
        };
    }
}
