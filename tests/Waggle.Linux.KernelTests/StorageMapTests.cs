using System.Net.Sockets;
using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Maps;

namespace Waggle.Linux.KernelTests;

public class StorageMapTests
{
    [Fact]
    public void TaskStorage_OfThisProcess_IsSetReadAndRemoved()
    {
        using KernelMap map = Create(MapType.TaskStorage);
        using SafeHandle process = StorageOwner.OpenProcess(Environment.ProcessId);

        CheckAll(map, process);
    }

    [Fact]
    public void SocketStorage_OfASocket_IsSetReadAndRemoved()
    {
        using KernelMap map = Create(MapType.SkStorage);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        CheckAll(map, socket.SafeHandle);
    }

    [Fact]
    public void InodeStorage_OfAFile_IsSeenThroughAnotherDescriptorOfIt()
    {
        using KernelMap map = Create(MapType.InodeStorage);
        string path = Path.GetTempFileName();
        try
        {
            using SafeHandle first = StorageOwner.OpenPath(path), second = StorageOwner.OpenPath(path);
            var storage = new StorageMap<ulong>(map);

            storage.Set(first, 42);

            Assert.True(storage.TryGet(second, out ulong value));
            Assert.Equal(42UL, value);
            Assert.True(storage.Remove(second));
            Assert.False(storage.TryGet(first, out _));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Set_DescriptorOfSomethingElse_IsATypedError()
    {
        using KernelMap map = Create(MapType.TaskStorage);
        using SafeHandle folder = StorageOwner.OpenPath("/");

        var error = Assert.ThrowsAny<BpfException>(() => new StorageMap<ulong>(map).Set(folder, 1));

        Assert.Contains("'owners'", error.Message, StringComparison.Ordinal);
        Assert.Throws<BpfException>(() => StorageOwner.OpenProcess(int.MaxValue));
        Assert.Throws<BpfMapException>(() => new StorageMap<uint>(map));
    }

    private static void CheckAll(KernelMap map, SafeHandle owner)
    {
        var storage = new StorageMap<ulong>(map);
        Assert.False(storage.TryGet(owner, out ulong value));
        Assert.Equal(Errno.NoEntry, Assert.Throws<BpfMapException>(() => storage.Set(owner, 1, UpdateMode.Replace)).Errno);
        storage.Set(owner, 2, UpdateMode.Add);
        Assert.Equal(Errno.Exists, Assert.Throws<BpfMapException>(() => storage.Set(owner, 3, UpdateMode.Add)).Errno);
        long allocated = Allocation.Measure(() =>
        {
            storage.Set(owner, 4);
            storage.TryGet(owner, out value);
        });
        Assert.Equal((4UL, 0L), (value, allocated));
        Assert.True(storage.Remove(owner));
        Assert.False(storage.Remove(owner));
        Assert.False(storage.TryGet(owner, out _));
    }

    private static KernelMap Create(MapType type)
    {
        KernelAccess.RequireEngine();
        return KernelMap.Create(new MapSpec("owners", type) { KeySizeInBytes = 4, ValueSizeInBytes = 8, Flags = (uint)MapFlags.NoPreallocation });
    }
}
