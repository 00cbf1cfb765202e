using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Vm.Cpus;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Tests.Maps;

/// <summary>Maps that hold objects of the host, or belong to them.</summary>
public sealed unsafe class ObjectMapTests : IDisposable
{
    private readonly VirtualCpus _cpus = new(2);

    [Fact]
    public void ProgramArray_TargetsOfOneKind_AreFoundAndSwapped()
    {
        using var map = (ProgramArray)TestMap.Create(_cpus, MapType.ProgramArray, value: 4, entries: 2);
        uint index = 1;
        var first = new Target(11, "xdp");

        Assert.Equal(Errno.None, map.UpdateReference(&index, first, 0));
        Assert.Equal(Errno.Invalid, map.UpdateReference(&index, new Target(12, "tc"), 0));
        Assert.Same(first, map.At(1));
        Assert.Equal(11ul, map.Get(1));
        Assert.Equal(Errno.None, map.UpdateReference(&index, new Target(13, "xdp"), 0));
        Assert.Equal(13ul, map.Get(1));
        Assert.Null(map.At(0));
        Assert.Null(map.At(2));
        Assert.Equal(Errno.None, map.Delete(&index));
        Assert.Equal(Errno.NoEntry, map.Delete(&index));
        Assert.Equal(Errno.BadDescriptor, map.UpdateReference(&index, "no program", 0));
        Assert.False(map.TryBind(new Target(1, "tc")));
        Assert.True(new ProgramArrayMap(map).Map == map);
    }

    [Fact]
    public void MapOfMaps_InnerMap_LivesAsLongAsItIsIn()
    {
        var spec = TestMap.Spec(MapType.HashOfMaps, value: 4);
        spec.InnerMap = TestMap.Spec(MapType.Array);
        using var outer = VmMap.Create(spec, _cpus);
        uint key = 9;
        PutInner(outer, key);
        Collect();

        VmMap inner = Assert.IsType<ArrayMap>(outer.LookupInner((byte*)&key), exactMatch: true);

        Assert.Equal(5ul, inner.Get(2));
        Assert.Same(inner, MapDirectory.Find(inner.Id));
        Assert.Null(MapDirectory.Find(uint.MaxValue));
        Assert.Same(inner, new MapOfMaps<uint>(outer).TryOpen(9));
        Assert.Equal(Errno.None, outer.Delete(&key));
        Assert.Null(outer.LookupInner((byte*)&key));
    }

    [Fact]
    public void Storage_OfAnObject_GoesWithIt()
    {
        using var map = (ObjectStorage)TestMap.Create(_cpus, MapType.TaskStorage, entries: 0, flags: 1);
        object owner = new();
        ulong initial = 5;
        FillStorage(map, 100);

        Assert.True(map.Get(owner, null, 0) == null);
        var value = (ulong*)map.Get(owner, (byte*)&initial, ObjectStorage.CreateIfMissing);
        Assert.Equal(5ul, *value);
        *value = 6;
        Assert.True(value == (ulong*)map.Get(owner, (byte*)&initial, ObjectStorage.CreateIfMissing));
        Assert.True(map.Get(owner, null, 2) == null);
        Collect();
        Assert.Equal(1, map.Count); // 100 others are gone
        ulong read = 0;
        Assert.Equal(Errno.None, map.Lookup(owner, &read));
        Assert.Equal(6ul, read);
        Assert.Equal(Errno.Exists, map.Update(owner, &initial, UpdateFlags.NoExist));
        Assert.Equal(Errno.None, map.Update(owner, &initial, UpdateFlags.Exist));
        Assert.Equal(0, map.Remove(owner));
        Assert.Equal(-2, map.Remove(owner));
        Assert.Equal(Errno.NoEntry, map.Update(owner, &initial, UpdateFlags.Exist));
        Assert.Equal(Errno.BadDescriptor, map.Set(1, 1));
    }

    [Fact]
    public void StackTraces_SameAndOtherStacks_GetNumbersByTheKernelsRules()
    {
        using var map = (StackTraces)TestMap.Create(_cpus, MapType.StackTrace, value: 4 * 8, entries: 1);
        ulong[] stack = [1, 2, 3];

        Assert.Equal(0, map.GetId(stack, 0));
        Assert.Equal(0, map.GetId(stack, 0));
        Assert.Equal(-17, map.GetId([1, 2, 4], 0));
        Assert.Equal(-12, map.GetId([1, 2, 4], 1 << 10)); // a new one is written before the old one makes room
        Assert.Equal(-14, map.GetId(stack, 3));
        Assert.Equal(-22, map.GetId(stack, 1 << 11));
        Span<ulong> addresses = stackalloc ulong[4];
        Assert.True(new StackTraceMap(map).TryGet(0, addresses, out int depth));
        Assert.Equal([1ul, 2, 3], addresses[..depth].ToArray());
        Assert.True(new StackTraceMap(map).Remove(0));
        Assert.Equal(0, map.GetId([0, 9, 8, 7, 6, 5], 1));
        Assert.True(new StackTraceMap(map).TryGet(0, addresses, out depth));
        Assert.Equal([9ul, 8, 7, 6], addresses.ToArray());
    }

    [Fact]
    public void RedirectMaps_Targets_AreFoundByIndexAndKey()
    {
        using var array = (RedirectArray)TestMap.Create(_cpus, MapType.DevMap, entries: 4);
        using var hash = (RedirectHash)TestMap.Create(_cpus, MapType.DevMapHash, value: 4);
        using var sockets = (RedirectArray)TestMap.Create(_cpus, MapType.XskMap, value: 4);
        array.Set(2, 7 | 9ul << 32);
        hash.Set(1000, 8);

        Assert.True(array.TryGetTarget(2, out ulong target));
        Assert.Equal(7 | 9ul << 32, target);
        Assert.False(array.TryGetTarget(1, out _));
        Assert.False(array.TryGetTarget(4, out _));
        VirtualCpu cpu = _cpus.Enter();
        Assert.True(hash.TryGetTarget(1000, out target));
        Assert.Equal(8ul, target);
        Assert.False(hash.TryGetTarget(1, out _));
        _cpus.Exit(cpu);
        Assert.Equal(Errno.None, sockets.Set(1, 0));
        Assert.True(sockets.TryGetTarget(1, out _)); // 0 is a socket like others
        Assert.Equal(Errno.NoEntry, sockets.Set(2, 1, UpdateFlags.Exist));
        Assert.False(array.Values.Single().IsWritable);
    }

    [Fact]
    public void Arena_Pages_AreTakenAndGivenBackAsZeros()
    {
        using var arena = (ArenaPages)TestMap.Create(_cpus, MapType.Arena, 0, 0, 8, CreationFlags.Mappable);

        byte* first = arena.AllocatePages(0, 3, 0);
        byte* second = arena.AllocatePages(0, 5, 0);

        Assert.True(first == arena.Base && second == arena.Base + 3 * 4096);
        Assert.True(arena.AllocatePages(0, 1, 0) == null);
        Assert.True(arena.Values.Contains((ulong)arena.Base, 8 * 4096));
        first[4096] = 7;
        arena.FreePages((ulong)first + 4096, 1);
        Assert.Equal(7, arena.PagesTaken);
        Assert.True(arena.AllocatePages((ulong)first, 1, 0) == null); // taken
        Assert.True(arena.AllocatePages((ulong)first + 4096, 1, 0) == first + 4096);
        Assert.Equal(0, first[4096]);
        Assert.True(arena.AllocatePages(0, 1, 1) == null);
        arena.FreePages((ulong)arena.Base - 4096, 1);
        arena.FreePages((ulong)second, uint.MaxValue);
        Assert.Equal(3, arena.PagesTaken);
    }

    [Fact]
    public void BloomFilter_WhatWasAdded_IsFound()
    {
        using VmMap map = TestMap.Create(_cpus, MapType.BloomFilter, key: 0, entries: 1000);
        for (ulong value = 0; value < 1000; value++) Assert.Equal(0, map.PushElement((byte*)&value, 0));
        int wrong = 0;

        for (ulong value = 0; value < 1000; value++) Assert.Equal(0, map.PeekElement((byte*)&value));
        for (ulong value = 1000; value < 11_000; value++) wrong += map.PeekElement((byte*)&value) == 0 ? 1 : 0;

        Assert.InRange(wrong, 0, 1000); // about 1 in 100 by the kernel's size
    }

    [Fact]
    public void Queue_PushPopPeekOfPrograms_AreFirstInFirstOut()
    {
        using VmMap map = TestMap.Create(_cpus, MapType.Queue, key: 0, entries: 2);
        ulong value = 1;
        map.PushElement((byte*)&value, 0);
        value = 2;
        map.PushElement((byte*)&value, 0);
        value = 3;

        Assert.Equal(-7, map.PushElement((byte*)&value, 0));
        Assert.Equal(0, map.PushElement((byte*)&value, UpdateFlags.Exist));
        Assert.Equal(0, map.PeekElement((byte*)&value));
        Assert.Equal(2ul, value);
        Assert.Equal(0, map.PopElement((byte*)&value));
        Assert.Equal(0, map.PopElement((byte*)&value));
        Assert.Equal(3ul, value);
        Assert.Equal(-2, map.PopElement((byte*)&value));
        Assert.Equal(0ul, value);
    }

    public void Dispose() => _cpus.Dispose();

    private static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FillStorage(ObjectStorage map, int count)
    {
        for (int i = 0; i < count; i++) Assert.True(map.Get(new object(), null, ObjectStorage.CreateIfMissing) != null);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PutInner(VmMap outer, uint key)
    {
        VmMap inner = TestMap.Create(outer.Cpus, MapType.Array);
        inner.Set(2, 5);
        new MapOfMaps<uint>(outer).Set(key, inner);
        inner.Dispose();
    }

    private sealed class Target(uint id, string kind) : TailCallTarget
    {
        private readonly string _kind = kind;

        public override uint Id { get; } = id;

        public override bool GoesWith(TailCallTarget user) => ((Target)user)._kind == _kind;
    }
}
