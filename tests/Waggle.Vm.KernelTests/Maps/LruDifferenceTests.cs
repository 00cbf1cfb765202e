using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Machine;
using Waggle.Linux.Maps;
using Waggle.Vm.Cpus;
using Waggle.Vm.Maps;

namespace Waggle.Vm.KernelTests.Maps;

/// <summary>Tables that forget. Which element goes, and in the kernel when, is not defined: its lists are of each CPU, hold free elements
/// back, and give way before the table is full. So: what both still have is the same, nothing is there that was not put there, the engine's table
/// loses nothing before it is full, and neither has more than it may.</summary>
public unsafe class LruDifferenceTests
{
    [Theory, InlineData(MapType.LruHash, 0u), InlineData(MapType.LruPerCpuHash, 0u), InlineData(MapType.LruHash, 2u), InlineData(MapType.LruPerCpuHash, 2u)]
    public void LruHashes_RandomOperations_DifferInWhatTheyForgetOnly(MapType type, uint flags)
    {
        KernelAccess.RequireEngine();
        (int Value, uint Entries, int Keys)[] shapes = [(8, 1, 5), (4, 32, 64), (16, 500, 490), (8, 1000, 3000)];
        foreach ((int size, uint entries, int keys) in shapes)
        {
            var spec = new MapSpec("difference", type) { KeySizeInBytes = 4, ValueSizeInBytes = size, MaxEntries = entries, Flags = flags };
            using KernelMap kernel = KernelMap.Create(spec);
            using var cpus = new VirtualCpus(PossibleCpus.Count);
            using var vm = (HashMap)VmMap.Create(spec, cpus);
            Assert.Equal(kernel.MaxEntries, vm.MaxEntries);
            var random = new Random((int)entries + size);
            var model = new Dictionary<uint, byte[]>(); // what would be there if nothing was forgotten
            byte[] read = new byte[vm.ValueBufferSizeInBytes];
            byte[] readVm = new byte[read.Length];
            for (int i = 0; i < OperationCount.ForKind / shapes.Length / 2; i++)
            {
                uint key = (uint)random.Next(keys);
                byte[] value = ElementDifferenceTests.Bytes(random, read.Length);
                fixed (byte* bytes = value, kernelRead = read, vmRead = readVm)
                {
                    bool isFull = vm.Count >= vm.MaxEntries;
                    bool wasInVm = vm.Lookup(&key, vmRead, 0) == Errno.None;
                    bool wasInKernel = kernel.Lookup(&key, kernelRead, 0) == Errno.None;
                    if (wasInVm) Assert.Equal(model[key], readVm);
                    if (wasInKernel) Assert.Equal(model[key], read);
                    switch (random.Next(10))
                    {
                        case < 5:
                            ulong mode = random.Next(6) switch { 0 => 1, 1 => 2, 2 => 4, _ => 0ul };
                            Errno expected = mode == 4 ? Errno.Invalid : mode == 1 && wasInVm ? Errno.Exists : mode == 2 && !wasInVm ? Errno.NoEntry : Errno.None;
                            Errno answer = vm.Update(&key, bytes, mode);
                            Assert.Equal(expected, answer);
                            Errno kernelAnswer = kernel.Update(&key, bytes, mode);
                            if (mode == 4) Assert.Equal(Errno.Invalid, kernelAnswer);
                            // A full table makes room before it looks for the key, and may choose the key itself.
                            else if (!wasInKernel) Assert.Equal(mode == 2 ? Errno.NoEntry : Errno.None, kernelAnswer);
                            else Assert.Contains(kernelAnswer, mode == 1 ? [Errno.Exists, Errno.None] : mode == 2 ? [Errno.None, Errno.NoEntry] : new[] { Errno.None });
                            if (answer == Errno.None && kernelAnswer != Errno.None) Assert.Equal(Errno.None, kernel.Update(&key, bytes, 0));
                            if (answer != Errno.None && kernelAnswer == Errno.None) kernel.Delete(&key);
                            if (answer == Errno.None)
                            {
                                model[key] = value;
                                if (!isFull) Assert.Equal(wasInVm ? vm.Count : CountOf(vm), vm.Count);
                            }
                            break;
                        case < 7:
                            Assert.Equal(wasInVm ? Errno.None : Errno.NoEntry, vm.Delete(&key));
                            Assert.Equal(wasInKernel ? Errno.None : Errno.NoEntry, kernel.Delete(&key));
                            model.Remove(key);
                            break;
                        case 7:
                            Assert.Equal(wasInVm ? Errno.None : Errno.NoEntry, vm.LookupAndDelete(&key, vmRead));
                            Assert.Equal(wasInKernel ? Errno.None : Errno.NoEntry, kernel.LookupAndDelete(&key, kernelRead));
                            if (wasInVm && wasInKernel) Assert.Equal(read, readVm);
                            model.Remove(key);
                            break;
                    }
                    Assert.InRange(vm.Count, 0, vm.MaxEntries);
                    if (model.Count <= Math.Min(entries, keys) && keys <= entries) Assert.Equal(model.Count, vm.Count);
                }
            }
            Assert.InRange(CountOf(kernel), 0, kernel.MaxEntries);
            Assert.Equal(vm.Count, CountOf(vm));
        }
    }

    private static long CountOf(Bpf.Maps.LiveMap map)
    {
        uint key;
        long count = 0;
        for (Errno error = map.NextKey(null, &key); error == Errno.None; error = map.NextKey(&key, &key)) count++;
        return count;
    }
}
