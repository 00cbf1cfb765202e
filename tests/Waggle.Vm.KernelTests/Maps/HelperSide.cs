using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux;
using Waggle.Linux.Maps;

namespace Waggle.Vm.KernelTests.Maps;

/// <summary>Calls the map helpers from a program in the kernel: what to call and the arguments go in by a map, the results come out by it.</summary>
internal sealed class HelperSide : IDisposable
{
    private const string Subject = "subject", Exchange = "exchange";
    private static readonly byte[] s_packet = new byte[14];
    private readonly LoadedObject _loaded;
    private readonly KernelMap _exchange;
    private readonly byte[] _bytes = new byte[Unsafe.SizeOf<Call>()];

    /// <summary>Loads the program with the map.</summary>
    /// <param name="engine">The kernel's engine.</param>
    /// <param name="spec">The map; its name is replaced.</param>
    /// <param name="calls">The part of the program that makes the calls: r6 points to a <see cref="Call"/>, r7 is its operation, r2 points
    /// to its key; ends with r0 at the label "store".</param>
    public HelperSide(KernelEngine engine, MapSpec spec, string calls)
    {
        AssembledProgram program = Assembler.Assemble($"""
            r6 = map[{Exchange}][0]+0
            call 8
            *(u64 *)(r6 +24) = r0
            r7 = *(u64 *)(r6 +0)
            r1 = map[{Subject}]
            r2 = r6
            r2 += 40
            {calls}
            store:
            *(u64 *)(r6 +32) = r0
            r0 = 0
            exit
            """);
        _loaded = engine.Load(new BpfObject
        {
            Programs =
            [
                new() { Name = "calls", Section = "tc", Type = ProgramType.SchedCls, Instructions = [.. program.Instructions], MapReferences = program.MapReferences },
            ],
            Maps =
            [
                new(Exchange, MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = _bytes.Length, MaxEntries = 1 },
                new(Subject, spec.Type)
                {
                    KeySizeInBytes = spec.KeySizeInBytes,
                    ValueSizeInBytes = spec.ValueSizeInBytes,
                    MaxEntries = spec.MaxEntries,
                    Flags = spec.Flags,
                    Extra = spec.Extra,
                },
            ],
        });
        _exchange = _loaded.Maps[Exchange];
    }

    /// <summary>What the kernel has.</summary>
    public KernelMap Map => _loaded.Maps[Subject];

    /// <summary>Runs the program once.</summary>
    public void Invoke(ref Call call)
    {
        Unsafe.WriteUnaligned(ref _bytes[0], call);
        _exchange.Update(stackalloc byte[4], _bytes);
        _loaded.Programs["calls"].Run(new() { Packet = s_packet, Repeat = 1 });
        _exchange.TryLookup(stackalloc byte[4], _bytes);
        call = Unsafe.ReadUnaligned<Call>(ref _bytes[0]);
    }

    public void Dispose() => _loaded.Dispose();

    /// <summary>A call's arguments and results.</summary>
    public struct Call
    {
        public ulong Operation, Flags, Size, Cpu;
        public long Result;
        public Bytes Key, Value;
    }

    /// <summary>A key or a value.</summary>
    [InlineArray(64)]
    public struct Bytes
    {
        private byte _first;
    }
}
