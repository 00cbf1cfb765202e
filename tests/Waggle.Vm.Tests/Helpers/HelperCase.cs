using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;

namespace Waggle.Vm.Tests.Helpers;

/// <summary>A program in assembler that calls helpers, and what it runs on.</summary>
/// <remarks>Every case has a map 'result' of one value, in which programs leave what they find, and a read-only map 'text'. All of it goes to an engine as
/// one object, so that any engine can run it.</remarks>
internal sealed record HelperCase(string Name, ProgramType Type, string Text)
{
    internal const int ResultSize = 512, TextSize = 256;

    /// <summary>Maps besides 'result' and 'text'.</summary>
    internal IReadOnlyList<MapSpec> Maps { get; init; } = [];

    /// <summary>The packet.</summary>
    internal byte[] Packet { get; init; } = [];

    /// <summary>Content of 'text'.</summary>
    internal byte[] Constants { get; init; } = [];

    /// <summary>The first Linux that does what the engine does.</summary>
    internal Version Since { get; init; } = new(0, 0);

    public override string ToString() => Name;

    internal BpfObject Build()
    {
        AssembledProgram program = Assembler.Assemble(Text, HelperNames.Symbols);
        byte[] constants = new byte[TextSize];
        Constants.CopyTo(constants, 0);
        return new()
        {
            License = "GPL",
            Programs =
            [
                new()
                {
                    Name = "helper",
                    Section = Type switch { ProgramType.Xdp => "xdp", ProgramType.Syscall => "syscall", ProgramType.SocketFilter => "socket", _ => "tc" },
                    Type = Type,
                    IsSleepable = Type == ProgramType.Syscall,
                    Instructions = program.Instructions,
                    MapReferences = program.MapReferences,
                },
            ],
            Maps =
            [
                new MapSpec("result", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = ResultSize, MaxEntries = 1 },
                new MapSpec("text", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = TextSize, MaxEntries = 1, Flags = 1 << 7, InitialValue = [.. constants], IsFrozen = true },
                .. Maps,
            ],
        };
    }

    /// <summary>Runs the case.</summary>
    internal HelperOutcome RunOn(IEngine engine)
    {
        using LiveObject loaded = engine.Load(Build());
        return RunOn(loaded);
    }

    internal HelperOutcome RunOn(LiveObject loaded)
    {
        byte[] packet = new byte[16384];
        bool isPacket = Type is not (ProgramType.Syscall or ProgramType.RawTracepoint);
        ProgramRunResult run = loaded.FindProgram("helper").Run(isPacket ? new ProgramRun { Packet = Packet, PacketOut = packet, Repeat = 1 } : new ProgramRun());
        byte[] result = new byte[ResultSize];
        loaded.FindMap("result").TryLookup(stackalloc byte[4], result);
        return new(run.ReturnValue, isPacket ? packet[..run.PacketLength] : [], result);
    }
}
