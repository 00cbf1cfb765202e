using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Maps;

namespace Waggle.Linux.Usdt;

/// <summary>The map in which programs look up where a probe's arguments are, as libbpf's usdt.bpf.h defines it: an array whose index
/// reaches the program as the attachment's cookie.</summary>
/// <remarks>Thread-safe. One for each object that has the map.</remarks>
internal sealed class UsdtSpecTable(KernelMap map)
{
    /// <summary>Name of the map.</summary>
    public const string MapName = "__bpf_usdt_specs";

    // struct __bpf_usdt_spec: the arguments, the user's cookie, how many arguments there are.
    private const int CookieAt = UsdtArgumentParser.MostArguments * UsdtArgument.SpecSize, CountAt = CookieAt + sizeof(ulong), SizeInBytes = CountAt + sizeof(ulong);

    private readonly Lock _lock = new();
    private readonly Stack<uint> _free = new();
    private uint _next;

    /// <summary>The table of an object's maps; null if its programs have no such map.</summary>
    /// <exception cref="BpfMapException">The map is there and differs from libbpf's.</exception>
    public static UsdtSpecTable? TryCreate(IReadOnlyDictionary<string, KernelMap> maps)
    {
        if (!maps.TryGetValue(MapName, out KernelMap? map)) return null;
        if (map.KeySizeInBytes != sizeof(uint) || map.ValueSizeInBytes != SizeInBytes)
            throw new BpfMapException("open a map", map.ToString(), Errno.None,
                $"Its values should have the {SizeInBytes} bytes of struct __bpf_usdt_spec, as in libbpf's usdt.bpf.h.");
        return new UsdtSpecTable(map);
    }

    /// <summary>Writes a description and returns its index.</summary>
    /// <exception cref="BpfAttachException">The table is full.</exception>
    public uint Add(ImmutableArray<UsdtArgument> arguments, ulong cookie)
    {
        uint id;
        lock (_lock)
        {
            if (!_free.TryPop(out id))
            {
                if (_next >= map.MaxEntries)
                    throw new BpfAttachException("attach a program", map.ToString(), Errno.None,
                        $"All {map.MaxEntries} descriptions of arguments are in use: define BPF_USDT_MAX_SPEC_CNT larger before including usdt.bpf.h.");
                id = _next++;
            }
        }
        byte[] spec = new byte[SizeInBytes];
        for (int i = 0; i < arguments.Length; i++) arguments[i].WriteTo(spec.AsSpan(i * UsdtArgument.SpecSize));
        BinaryPrimitives.WriteUInt64LittleEndian(spec.AsSpan(CookieAt), cookie);
        BinaryPrimitives.WriteInt16LittleEndian(spec.AsSpan(CountAt), (short)arguments.Length);
        map.Update(MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in id)), spec);
        return id;
    }

    /// <summary>Takes indices back whose probes are detached.</summary>
    public void Free(IEnumerable<uint> ids)
    {
        lock (_lock)
        {
            foreach (uint id in ids) _free.Push(id);
        }
    }
}
