using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Machine;
using Waggle.Linux.Maps;
using Waggle.Vm.Cpus;
using Waggle.Vm.Maps;

namespace Waggle.Vm.KernelTests.Maps;

/// <summary>The same map in the kernel and in the embedded engine. Each operation is done on both and its answers are compared.</summary>
internal sealed unsafe class MapPair : IDisposable
{
    private readonly VirtualCpus _cpus = new(PossibleCpus.Count);
    private readonly KernelMap _kernel;
    private readonly VmMap _vm;
    private readonly byte* _kernelBytes;
    private readonly byte* _vmBytes;
    private readonly int _room;

    public MapPair(MapSpec spec) : this(spec, KernelMap.Create(spec))
    {
    }

    /// <summary>Takes over a map that is in the kernel already.</summary>
    public MapPair(MapSpec spec, KernelMap kernel)
    {
        Spec = spec;
        _kernel = kernel;
        _vm = VmMap.Create(spec, _cpus);
        Assert.Equal(_kernel.ValueBufferSizeInBytes, _vm.ValueBufferSizeInBytes);
        Assert.Equal(_kernel.MaxEntries, _vm.MaxEntries);
        _room = Math.Max(_vm.ValueBufferSizeInBytes, Math.Max(_vm.KeySizeInBytes, 8));
        _kernelBytes = (byte*)NativeMemory.AllocZeroed((nuint)_room);
        _vmBytes = (byte*)NativeMemory.AllocZeroed((nuint)_room);
    }

    public MapSpec Spec { get; }

    public VmMap Vm => _vm;

    public KernelMap Kernel => _kernel;

    public int ValueSize => _vm.ValueBufferSizeInBytes;

    /// <summary>Operations done so far; a difference is reported with it.</summary>
    public long Operations { get; private set; }

    public Errno Lookup(byte[]? key, ulong flags = 0)
    {
        fixed (byte* pointer = key)
            return Compare("lookup", key, _kernel.Lookup(pointer, _kernelBytes, flags), _vm.Lookup(pointer, _vmBytes, flags), ValueSize);
    }

    /// <summary>Looks up with the value as input: a Bloom filter.</summary>
    public Errno LookupValue(byte[] value)
    {
        fixed (byte* pointer = value)
            return Compare("look for", value, _kernel.Lookup(null, pointer, 0), _vm.Lookup(null, pointer, 0), 0);
    }

    public Errno Update(byte[]? key, byte[] value, ulong flags = 0)
    {
        fixed (byte* pointer = key, bytes = value)
            return Compare($"update (flags {flags})", key, _kernel.Update(pointer, bytes, flags), _vm.Update(pointer, bytes, flags), 0);
    }

    public Errno Delete(byte[]? key)
    {
        fixed (byte* pointer = key)
            return Compare("delete", key, _kernel.Delete(pointer), _vm.Delete(pointer), 0);
    }

    public Errno Take(byte[]? key)
    {
        fixed (byte* pointer = key)
        {
            Errno kernel = _kernel.LookupAndDelete(pointer, _kernelBytes);
            // Stack traces can be taken since a kernel after 6.12; before they are read and removed.
            if (kernel == Errno.NotSupported && Spec.Type == MapType.StackTrace) return kernel;
            return Compare("take", key, kernel, _vm.LookupAndDelete(pointer, _vmBytes), ValueSize);
        }
    }

    /// <summary>The next key, of a kind whose order is defined.</summary>
    public Errno Next(byte[]? key)
    {
        fixed (byte* pointer = key)
            return Compare("next key", key, _kernel.NextKey(pointer, _kernelBytes), _vm.NextKey(pointer, _vmBytes), Spec.KeySizeInBytes);
    }

    public Errno Freeze() => Compare("freeze", null, Freeze(_kernel), Freeze(_vm), 0);

    /// <summary>Compares all keys with their values, whatever their order.</summary>
    public int CompareContents()
    {
        SortedDictionary<string, string> kernel = ReadAll((key, next) => _kernel.NextKey(key, next), (key, value) => _kernel.Lookup(key, value, 0));
        SortedDictionary<string, string> vm = ReadAll((key, next) => _vm.NextKey(key, next), (key, value) => _vm.Lookup(key, value, 0));
        Assert.Equal(kernel, vm);
        return vm.Count;
    }

    public void Dispose()
    {
        _kernel.Dispose();
        _vm.Dispose();
        NativeMemory.Free(_kernelBytes);
        NativeMemory.Free(_vmBytes);
    }

    public override string ToString() => $"{Spec.Type} key {Spec.KeySizeInBytes} value {Spec.ValueSizeInBytes} entries {Spec.MaxEntries} flags {Spec.Flags:x}";

    private static Errno Freeze(LiveMap map)
    {
        try
        {
            map.Freeze();
            return Errno.None;
        }
        catch (BpfException error)
        {
            return error.Errno;
        }
    }

    private delegate Errno Step(byte* key, byte* other);

    private SortedDictionary<string, string> ReadAll(Step next, Step lookup)
    {
        var elements = new SortedDictionary<string, string>(StringComparer.Ordinal);
        byte[] key = new byte[Spec.KeySizeInBytes];
        byte[] value = new byte[_room];
        fixed (byte* keyPointer = key, valuePointer = value)
        {
            for (Errno error = next(null, keyPointer); error == Errno.None; error = next(keyPointer, keyPointer))
            {
                string text = Convert.ToHexString(key);
                Errno found = lookup(keyPointer, valuePointer);
                string content = found == Errno.None ? Convert.ToHexString(value, 0, ValueSize) : $"errno {found}";
                if (!elements.TryAdd(text, content)) Assert.Fail($"{this}: key {text} comes twice");
            }
        }
        return elements;
    }

    private Errno Compare(string what, byte[]? key, Errno kernel, Errno vm, int length)
    {
        Operations++;
        if (kernel != vm)
            Assert.Fail($"{this}: operation {Operations}, {what} {(key is null ? "" : Convert.ToHexString(key))}: the kernel says {kernel}, the engine {vm}");
        if (kernel == Errno.None && length > 0 && !new ReadOnlySpan<byte>(_kernelBytes, length).SequenceEqual(new ReadOnlySpan<byte>(_vmBytes, length)))
            Assert.Fail($"{this}: operation {Operations}, {what} {(key is null ? "" : Convert.ToHexString(key))}: the kernel's bytes "
                + $"{Convert.ToHexString(new ReadOnlySpan<byte>(_kernelBytes, length))}, the engine's {Convert.ToHexString(new ReadOnlySpan<byte>(_vmBytes, length))}");
        return kernel;
    }
}
