using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Machine;
using Waggle.Linux.Maps;
using Waggle.Vm.Cpus;
using Waggle.Vm.Maps;

namespace Waggle.Vm.KernelTests.Maps;

/// <summary>Maps of maps, and the answers of kinds that hold no plain values.</summary>
public unsafe class ReferenceDifferenceTests
{
    [Theory, InlineData(MapType.ArrayOfMaps), InlineData(MapType.HashOfMaps)]
    public void MapsOfMaps_RandomOperations_AnswerAlike(MapType type)
    {
        KernelAccess.RequireEngine();
        const uint Entries = 8;
        using var cpus = new VirtualCpus(PossibleCpus.Count);
        MapSpec template = Inner(MapType.Hash, 8, 16, 0);
        var spec = new MapSpec("outer", type) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = Entries, InnerMap = template };
        // Of another number of entries, which a hash may have; of other sizes, kinds and flags, which none may.
        MapSpec[] inner = [template, Inner(MapType.Hash, 8, 99, 0), Inner(MapType.Hash, 16, 16, 0), Inner(MapType.Hash, 8, 16, 1), Inner(MapType.PerCpuHash, 8, 16, 0),
            Inner(MapType.Array, 8, 16, 0), template];
        KernelMap[] kernelInner = [.. inner.Select(KernelMap.Create)];
        VmMap[] vmInner = [.. inner.Select(i => VmMap.Create(i, cpus))];
        using KernelMap kernel = KernelMap.Create(spec);
        using var vm = VmMap.Create(spec, cpus);
        var random = new Random((int)type);
        // Each change of a map of maps waits for programs to end in the kernel, so there are fewer of them.
        for (int i = 0; i < OperationCount.ForKind / 10; i++)
        {
            uint key = (uint)random.Next((int)Entries + 3);
            uint kernelValue = 0, vmValue = 0;
            string what = $"operation {i} on {key}";
            switch (random.Next(40))
            {
                case < 3:
                    int which = random.Next(inner.Length);
                    ulong flags = random.Next(6) switch { 0 => 1, 1 => 2, 2 => 8, 3 => 4, _ => 0ul };
                    Same(what + $" put {which} flags {flags}", kernel.UpdateReference(&key, kernelInner[which], flags), vm.UpdateReference(&key, vmInner[which], flags));
                    break;
                case 3: Same(what + " delete", kernel.Delete(&key), vm.Delete(&key)); break;
                case 4: Same(what + " take", kernel.LookupAndDelete(&key, &kernelValue), vm.LookupAndDelete(&key, &vmValue)); break;
                case < 30:
                    Errno answer = kernel.Lookup(&key, &kernelValue, 0);
                    Same(what + " look up", answer, vm.Lookup(&key, &vmValue, 0));
                    if (answer == Errno.None)
                        Assert.Equal(Array.IndexOf([.. kernelInner.Select(m => m.Id)], kernelValue), Array.IndexOf([.. vmInner.Select(m => m.Id)], vmValue));
                    break;
                default:
                    if (type == MapType.HashOfMaps) break; // in no order
                    Same(what + " next key", kernel.NextKey(&key, &kernelValue), vm.NextKey(&key, &vmValue));
                    Assert.Equal(kernelValue, vmValue);
                    break;
            }
        }
        foreach (KernelMap map in kernelInner) map.Dispose();
    }

    [Theory]
    [InlineData(MapType.Array, 4u, 0u, true), InlineData(MapType.Array, 5u, 0u, false), InlineData(MapType.Array, 5u, 1u << 12, true)]
    public void ArrayAsInnerMap_OfAnotherLength_OnlyIfItSaysSo(MapType type, uint entries, uint flags, bool isTaken)
    {
        KernelAccess.RequireEngine();
        using var cpus = new VirtualCpus(1);
        MapSpec template = Inner(type, 8, 4, flags);
        var spec = new MapSpec("outer", MapType.ArrayOfMaps) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 2, InnerMap = template };
        uint key = 0;
        using KernelMap kernel = KernelMap.Create(spec), kernelInner = KernelMap.Create(Inner(type, 8, entries, flags));
        using VmMap vm = VmMap.Create(spec, cpus), vmInner = VmMap.Create(Inner(type, 8, entries, flags), cpus);

        Same("put", kernel.UpdateReference(&key, kernelInner, 0), vm.UpdateReference(&key, vmInner, 0));

        Assert.Equal(isTaken, vm.LookupInner((byte*)&key) is not null);
    }

    [Theory]
    [InlineData(MapType.ProgramArray, 4, 4, 4u), InlineData(MapType.PerfEventArray, 4, 4, 4u), InlineData(MapType.StackTrace, 4, 80, 4u)]
    [InlineData(MapType.RingBuffer, 0, 0, 4096u), InlineData(MapType.UserRingBuffer, 0, 0, 4096u), InlineData(MapType.XskMap, 4, 4, 4u)]
    [InlineData(MapType.DevMap, 4, 4, 4u), InlineData(MapType.DevMap, 4, 8, 4u), InlineData(MapType.DevMapHash, 4, 4, 4u), InlineData(MapType.DevMapHash, 4, 8, 4u)]
    public void KindsOfObjects_Numbers_AnswerAlike(MapType type, int keySize, int valueSize, uint entries)
    {
        KernelAccess.RequireEngine();
        using var pair = new MapPair(new MapSpec("difference", type) { KeySizeInBytes = keySize, ValueSizeInBytes = valueSize, MaxEntries = entries });
        var random = new Random((int)type + valueSize);
        ulong[] flags = [0, 0, 0, 1, 2, 3, 4, 8];
        bool isOrdered = type is not (MapType.DevMapHash);
        while (pair.Operations < OperationCount.ForKind)
        {
            byte[]? key = keySize == 0 ? null : BitConverter.GetBytes((uint)random.Next(7));
            byte[] value = new byte[Math.Max(8, valueSize)];
            // 1 is the loopback interface, which each network namespace has; -1 is no descriptor.
            BitConverter.TryWriteBytes(value, type is MapType.DevMap or MapType.DevMapHash ? random.Next(2) : -1);
            if (type == MapType.DevMap && valueSize == 8 && value[0] == 0) value[4] = (byte)random.Next(2);
            switch (random.Next(6))
            {
                case 0 when type is not MapType.XskMap: pair.Update(key, value, flags[random.Next(flags.Length)]); break;
                case 1: pair.Delete(key); break;
                case 2: pair.Take(key); break;
                case 3 when isOrdered: pair.Next(random.Next(4) == 0 ? null : key); break;
                default: pair.Lookup(key, random.Next(10) == 0 ? 4 : 0ul); break;
            }
        }
        if (!isOrdered) pair.CompareContents();
    }

    [Fact]
    public void CpuMaps_FewOperations_AnswerAlike()
    {
        KernelAccess.RequireEngine();
        using var pair = new MapPair(new MapSpec("difference", MapType.CpuMap) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 2 });
        foreach (uint key in new uint[] { 0, 2, 0, 7 }) // each entry starts a thread of the kernel's
            foreach ((int queue, ulong flags) in new[] { (16, 0ul), (20000, 0ul), (16, 1ul), (16, 2ul), (16, 3ul), (0, 0ul) })
            {
                pair.Update(BitConverter.GetBytes(key), BitConverter.GetBytes(queue), flags);
                pair.Lookup(BitConverter.GetBytes(key));
                pair.Delete(BitConverter.GetBytes(key));
                pair.Next(BitConverter.GetBytes(key));
                pair.Take(BitConverter.GetBytes(key));
            }
    }

    [Theory, InlineData(MapType.Array, 0u), InlineData(MapType.Hash, 0u), InlineData(MapType.Hash, 1u << 3), InlineData(MapType.Hash, 1u << 4), InlineData(MapType.Array, 1u << 3)]
    public void Freeze_AndAccessOfTheHost_AnswerAlike(MapType type, uint flags)
    {
        KernelAccess.RequireEngine();
        using var pair = new MapPair(new MapSpec("difference", type) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 2, Flags = flags });
        byte[] key = [1, 0, 0, 0];

        for (int round = 0; round < 3; round++)
        {
            pair.Update(key, new byte[8]);
            pair.Lookup(key);
            pair.Next(null);
            pair.Take(key);
            pair.Delete(key);
            Errno frozen = pair.Freeze();
            Assert.Equal(round == 0 && flags != 1u << 3 ? Errno.None : Errno.NotPermitted, frozen);
        }
    }

    private static MapSpec Inner(MapType type, int value, uint entries, uint flags) =>
        new("inner", type) { KeySizeInBytes = 4, ValueSizeInBytes = value, MaxEntries = entries, Flags = flags };

    private static void Same(string what, Errno kernel, Errno vm)
    {
        if (kernel != vm) Assert.Fail($"{what}: the kernel says {kernel}, the engine {vm}");
    }
}
