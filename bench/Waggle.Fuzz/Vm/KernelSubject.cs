using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux;
using Waggle.Linux.Errors;

namespace Waggle.Fuzz.Vm;

/// <summary>The kernel: the program becomes a function, its memory an array's value, by <c>BPF_PROG_TEST_RUN</c>.</summary>
internal sealed class KernelSubject
{
    private static readonly AssembledProgram s_caller = Assembler.Assemble($"""
        r1 = map[memory][0]+0
        r2 = {SafeProgram.MemorySize}
        call case
        r1 = map[result][0]+0
        *(u64 *)(r1 +0) = r0
        r0 = 0
        exit
        case:
        """);

    private readonly KernelEngine _engine = KernelEngine.Create();

    /// <summary>What the verifier said to the last program that it refused.</summary>
    public string Refusal { get; private set; } = "";

    public FuzzOutcome Run(ImmutableArray<Instruction> code, byte[] memory)
    {
        byte[] key = new byte[sizeof(int)], after = new byte[SafeProgram.MemorySize], result = new byte[sizeof(ulong)];
        ProgramSpec program = new()
        {
            Name = "fuzz",
            Section = "syscall",
            Type = ProgramType.Syscall,
            IsSleepable = true,
            Instructions = [.. s_caller.Instructions, .. code],
            MapReferences = s_caller.MapReferences,
        };
        try
        {
            using LoadedObject loaded = _engine.Load(new BpfObject { Programs = [program], Maps = [Array("memory", after.Length), Array("result", result.Length)] });
            loaded.Maps["memory"].Update(key, memory);
            loaded.Programs["fuzz"].Run(new ProgramRun());
            loaded.Maps["memory"].TryLookup(key, after);
            loaded.Maps["result"].TryLookup(key, result);
            return new(FuzzOutcome.Ok, BitConverter.ToUInt64(result), after);
        }
        catch (VerifierException error)
        {
            Refusal = error.Verdict;
            return new(FuzzOutcome.Refused, 0, memory);
        }
    }

    private static MapSpec Array(string name, int size) =>
        new(name, MapType.Array) { KeySizeInBytes = sizeof(int), ValueSizeInBytes = size, MaxEntries = 1 };
}
