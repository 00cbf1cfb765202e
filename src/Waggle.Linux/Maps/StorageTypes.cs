using System.Buffers;
using Waggle.Bpf.Types;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Maps;

/// <summary>The types that a storage map is created with when nobody knows better: <c>int</c>, and an array of bytes.</summary>
internal static unsafe class StorageTypes
{
    public const uint KeyId = 1;
    public const uint ValueId = 3;

    /// <summary>Loads them; null if the kernel takes no BTF, and then the map's creation says why.</summary>
    public static SafeDescriptor? TryLoad(int valueSizeInBytes)
    {
        var builder = new BtfBuilder();
        int key = builder.Add(new BtfInt("int", sizeof(int), BtfIntEncoding.Signed));
        int one = builder.Add(new BtfInt("unsigned char", 1, BtfIntEncoding.None));
        builder.Add(new BtfArray(one, key, (uint)valueSizeInBytes));
        ReadOnlyMemory<byte> types = builder.Build().Bytes;
        using MemoryHandle bytes = types.Pin();
        var attr = new BtfLoadAttr { btf = (ulong)bytes.Pointer, btf_size = (uint)types.Length };
        return BpfCall.Open(BpfCommand.BPF_BTF_LOAD, ref attr);
    }
}
