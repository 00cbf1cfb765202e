using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Readers;
using Waggle.Linux;
using Waggle.Vm.Cpus;
using Waggle.Vm.Maps;

namespace Waggle.Vm.KernelTests.Maps;

/// <summary>The programs' side: the same helper calls on a map by a program in the kernel and on the engine's map.</summary>
public unsafe class HelperDifferenceTests
{
    private const string ElementCalls = """
        if r7 == 1 goto update
        if r7 == 2 goto delete
        call 1
        if r0 == 0 goto store
        r1 = *(u64 *)(r0 +0)
        *(u64 *)(r6 +104) = r1
        r0 = 1
        goto store
        update:
        r3 = r6
        r3 += 104
        r4 = *(u64 *)(r6 +8)
        call 2
        goto store
        delete:
        call 3
        """;

    private const string QueueCalls = """
        r2 = r6
        r2 += 104
        if r7 == 1 goto pop
        if r7 == 2 goto peek
        r3 = *(u64 *)(r6 +8)
        call 87
        goto store
        pop:
        call 88
        goto store
        peek:
        call 89
        """;

    private const string BloomCalls = """
        r2 = r6
        r2 += 104
        if r7 == 2 goto peek
        r3 = *(u64 *)(r6 +8)
        call 87
        goto store
        peek:
        call 89
        """;

    // A record of 24 bytes is reserved, since the verifier wants to know how long it is; output takes any length.
    private const string RingCalls = """
        if r7 == 1 goto query
        if r7 == 2 goto reserve
        if r7 == 3 goto reserve
        r2 = r6
        r2 += 104
        r3 = *(u64 *)(r6 +16)
        r3 &= 63
        r4 = *(u64 *)(r6 +8)
        call 130
        goto store
        query:
        r2 = *(u64 *)(r6 +8)
        call 134
        goto store
        reserve:
        r2 = 24
        r3 = 0
        call 131
        if r0 == 0 goto store
        r1 = *(u64 *)(r6 +104)
        *(u64 *)(r0 +0) = r1
        r1 = r0
        r2 = *(u64 *)(r6 +8)
        if r7 == 3 goto discard
        call 132
        r0 = 1
        goto store
        discard:
        call 133
        r0 = 1
        """;

    [Theory]
    [InlineData(MapType.Array, 4, 10u, 0u), InlineData(MapType.PerCpuArray, 4, 10u, 0u), InlineData(MapType.Hash, 4, 10u, 0u), InlineData(MapType.Hash, 8, 20u, 1u)]
    [InlineData(MapType.PerCpuHash, 4, 10u, 0u), InlineData(MapType.PerCpuHash, 16, 10u, 1u), InlineData(MapType.LpmTrie, 8, 10u, 1u)]
    public void Elements_CalledByPrograms_AnswerAlike(MapType type, int keySize, uint entries, uint flags)
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        var spec = new MapSpec("subject", type) { KeySizeInBytes = keySize, ValueSizeInBytes = 8, MaxEntries = entries, Flags = flags };
        using var kernel = new HelperSide(engine, spec, ElementCalls);
        using var pair = new MapPair(spec, kernel.Map);
        var random = new Random((int)type + keySize);
        ulong[] updateFlags = [0, 0, 0, 1, 2, 3, 8];

        for (int i = 0; i < OperationCount.ForKind; i++)
        {
            var call = new HelperSide.Call { Operation = (ulong)random.Next(3), Flags = updateFlags[random.Next(updateFlags.Length)] };
            BitConverter.TryWriteBytes(call.Key, random.Next((int)entries + 3));
            if (type == MapType.LpmTrie) BitConverter.TryWriteBytes(call.Key, (uint)(random.Next(4) * 8 + 1) | (ulong)random.Next(3) << 32);
            BitConverter.TryWriteBytes(call.Value, random.NextInt64());
            HelperSide.Call answer = call;
            kernel.Invoke(ref answer);
            byte* key = (byte*)&call.Key;
            byte* value = (byte*)&call.Value;
            int cpu = (int)answer.Cpu; // of the kernel, so that values of this CPU are compared

            VirtualCpu run = pair.Vm.Cpus.Enter();
            byte* found = call.Operation == 0 ? pair.Vm.LookupElement(key, cpu) : null;
            long result = call.Operation switch
            {
                0 => found != null ? 1 : 0,
                1 => pair.Vm.UpdateElement(key, value, call.Flags, cpu),
                _ => pair.Vm.DeleteElement(key),
            };
            if (result != answer.Result) Assert.Fail($"{pair}: {i}, operation {call.Operation} flags {call.Flags}: the kernel says {answer.Result}, the engine {result}");
            if (found != null) Assert.Equal(*(ulong*)&answer.Value, *(ulong*)found);
            pair.Vm.Cpus.Exit(run);
            if (i % 1000 == 0) pair.CompareContents();
        }
        pair.CompareContents();
    }

    [Theory, InlineData(MapType.Queue, 5u), InlineData(MapType.Stack, 5u), InlineData(MapType.BloomFilter, 50u)]
    public void Queues_CalledByPrograms_AnswerAlike(MapType type, uint entries)
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        bool isBloom = type == MapType.BloomFilter;
        var spec = new MapSpec("subject", type) { ValueSizeInBytes = 8, MaxEntries = entries, Flags = isBloom ? 1u << 6 : 0 };
        using var kernel = new HelperSide(engine, spec, isBloom ? BloomCalls : QueueCalls);
        using var pair = new MapPair(spec, kernel.Map);
        var random = new Random((int)type);
        ulong[] flags = [0, 0, 2, 1, 4];

        for (int i = 0; i < OperationCount.ForKind; i++)
        {
            var call = new HelperSide.Call { Operation = (ulong)random.Next(3), Flags = flags[random.Next(flags.Length)] };
            if (isBloom && call.Operation != 2) call.Operation = random.Next(500) == 0 ? 0ul : 2;
            BitConverter.TryWriteBytes(call.Value, random.NextInt64());
            HelperSide.Call answer = call;
            kernel.Invoke(ref answer);

            byte* value = (byte*)&call.Value;
            long result = call.Operation switch
            {
                0 => pair.Vm.PushElement(value, call.Flags),
                1 => pair.Vm.PopElement(value),
                _ => pair.Vm.PeekElement(value),
            };
            if (result != answer.Result) Assert.Fail($"{pair}: {i}, operation {call.Operation} flags {call.Flags}: the kernel says {answer.Result}, the engine {result}");
            Assert.Equal(*(ulong*)&answer.Value, *(ulong*)value);
        }
    }

    [Fact]
    public void RingBuffer_CalledByPrograms_AnswersAlikeAndHoldsTheSame()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        var spec = new MapSpec("subject", MapType.RingBuffer) { MaxEntries = 4096 };
        using var kernel = new HelperSide(engine, spec, RingCalls);
        using var cpus = new VirtualCpus(1);
        using var ring = (RingMap)VmMap.Create(spec, cpus);
        using var kernelReader = new RingReader<ulong>(kernel.Map);
        using var reader = new RingReader<ulong>(ring);
        var random = new Random(7);
        ulong[] outputFlags = [0, 0, 0, 1, 2, 4];
        List<ulong> kernelRecords = [], records = [];

        for (int i = 0; i < OperationCount.ForKind; i++)
        {
            var call = new HelperSide.Call { Operation = (ulong)random.Next(4), Size = (ulong)random.Next(8, 64) };
            call.Flags = call.Operation == 0 ? outputFlags[random.Next(outputFlags.Length)] : call.Operation == 1 ? (ulong)random.Next(6) : (ulong)random.Next(3);
            BitConverter.TryWriteBytes(call.Value, random.NextInt64());
            HelperSide.Call answer = call;
            kernel.Invoke(ref answer);

            long result = Invoke(ring, ref call);
            if (result != answer.Result)
                Assert.Fail($"{i}, operation {call.Operation} flags {call.Flags} size {call.Size}: the kernel says {answer.Result}, the engine {result}");
            if (random.Next(200) != 0) continue;
            kernelReader.Drain((in ulong record) => kernelRecords.Add(record));
            reader.Drain((in ulong record) => records.Add(record));
            Assert.Equal(kernelRecords, records);
            kernelRecords.Clear();
            records.Clear();
        }
    }

    private static long Invoke(RingMap ring, ref HelperSide.Call call)
    {
        fixed (HelperSide.Call* pointer = &call)
        {
            byte* value = (byte*)&pointer->Value;
            if (call.Operation == 0) return ring.Output(value, call.Size, call.Flags);
            if (call.Operation == 1) return (long)ring.Query(call.Flags);
            byte* record = ring.Reserve(24, 0);
            if (record == null) return 0;
            *(ulong*)record = *(ulong*)value;
            ring.Commit(record, call.Flags, isDiscarded: call.Operation == 3);
            return 1;
        }
    }
}
