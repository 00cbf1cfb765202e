using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux;
using Waggle.Linux.Errors;
using Waggle.Vm.Tests.Isa;

namespace Waggle.Vm.KernelTests.Isa;

/// <summary>Runs programs in the kernel as the engines' tests do: r1 points to memory, r2 is its length.</summary>
/// <remarks>The memory is the value of an array, which allows atomics and addresses that vary, as a context does not. The program becomes a
/// function, so that every exit comes back to code that stores r0. Programs that load from a packet must be the main program, of a type
/// that has packets; of their r0 the kernel gives 32 bits.</remarks>
internal sealed class KernelIsa(KernelEngine engine)
{
    private const int ResultSize = 8, SmallestPacket = 14;

    /// <summary>Load-acquire and store-release are the youngest.</summary>
    public static bool HasEveryInstruction => Environment.OSVersion.Version >= new Version(6, 15);

    /// <summary>Runs a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="memory">Memory or packet.</param>
    /// <param name="isPacket">Whether it is a packet.</param>
    /// <param name="refusal">Why the kernel does not load it; null if it ran.</param>
    public IsaOutcome Run(ImmutableArray<Instruction> program, ReadOnlySpan<byte> memory, bool isPacket, out string? refusal)
    {
        refusal = null;
        try
        {
            return isPacket ? RunOnPacket(program, memory) : RunOnMemory(program, memory);
        }
        catch (VerifierException error)
        {
            refusal = error.Verdict;
            return default;
        }
        catch (BpfException error) // such as calls of functions that the loader does not know
        {
            refusal = error.Message;
            return default;
        }
    }

    private IsaOutcome RunOnMemory(ImmutableArray<Instruction> program, ReadOnlySpan<byte> memory)
    {
        byte[] key = new byte[sizeof(int)], bytes = memory.IsEmpty ? new byte[1] : memory.ToArray(), result = new byte[ResultSize];
        using LoadedObject loaded = engine.Load(new BpfObject
        {
            Programs = [Wrap(program, memory.Length)],
            Maps = [Array("memory", bytes.Length), Array("result", ResultSize)],
        });
        loaded.Maps["memory"].Update(key, bytes);
        loaded.Programs["isa"].Run(new ProgramRun());
        Assert.True(loaded.Maps["memory"].TryLookup(key, bytes) && loaded.Maps["result"].TryLookup(key, result));
        return new(BitConverter.ToUInt64(result), bytes[..memory.Length], null);
    }

    private static MapSpec Array(string name, int size) =>
        new(name, MapType.Array) { KeySizeInBytes = sizeof(int), ValueSizeInBytes = size, MaxEntries = 1 };

    private static ProgramSpec Wrap(ImmutableArray<Instruction> program, int length)
    {
        AssembledProgram caller = Assembler.Assemble($"""
            r1 = map[memory][0]+0
            r2 = {length}
            call case
            r1 = map[result][0]+0
            *(u64 *)(r1 +0) = r0
            r0 = 0
            exit
            case:
            """);
        return new()
        {
            Name = "isa",
            Section = "syscall",
            Type = ProgramType.Syscall,
            IsSleepable = true,
            Instructions = [.. caller.Instructions, .. program],
            MapReferences = caller.MapReferences,
        };
    }

    private IsaOutcome RunOnPacket(ImmutableArray<Instruction> program, ReadOnlySpan<byte> packet)
    {
        Assert.InRange(packet.Length, SmallestPacket, int.MaxValue);
        using LoadedObject loaded = engine.Load(new BpfObject
        {
            Programs = [new() { Name = "isa", Section = "tc", Type = ProgramType.SchedCls, Instructions = program }],
        });
        byte[] left = new byte[packet.Length];
        ProgramRunResult result = loaded.Programs["isa"].Run(new ProgramRun { Packet = packet, PacketOut = left, Repeat = 1 });
        return new(result.ReturnValue, left, null);
    }
}
