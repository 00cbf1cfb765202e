using System.Collections.Immutable;
using System.Globalization;
using Waggle.Bpf.Catalog;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Helpers;

/// <summary>Holds the arguments of a helper against its row in the catalogue, as the kernel's verifier does before the program runs.</summary>
/// <remarks>
/// This is a security boundary: whatever five numbers a program has in its registers, what passes here harms nobody. Nothing that was
/// checked lies in memory that the program or another thread can change: pointers and sizes are registers, maps, functions, records and
/// dynptrs are looked up by numbers in tables of the host. Contents that other threads may change (keys, formats) are
/// read by implementations that take any content. Immutable and thread-safe.
/// </remarks>
internal sealed unsafe partial class ContractCheck : IArgumentCheck
{
    private const ulong LargestSize = 1 << 29; // BPF_MAX_VAR_SIZ

    private readonly int _number;
    private readonly string _name;
    private readonly HelperArgument[] _arguments;
    private readonly bool _callsLater; // what it is given to call
    private readonly bool _wantsOwnMap; // that of the timer before it

    internal ContractCheck(int number, string name, ImmutableArray<HelperArgument> arguments)
    {
        (_number, _name, _arguments) = (number, name, [.. arguments]);
        bool hasTimer = arguments.Any(a => a.Kind is ArgumentKind.Timer or ArgumentKind.WorkQueue);
        _callsLater = hasTimer && arguments.Any(a => a.Kind == ArgumentKind.Callback);
        _wantsOwnMap = hasTimer && arguments.Any(a => a.Kind == ArgumentKind.Map);
    }

    /// <summary>The check of a contract; null where nothing can be wrong.</summary>
    internal static ContractCheck? For(int number, string name, ImmutableArray<HelperArgument> arguments) =>
        arguments.All(a => a.Kind is ArgumentKind.Anything or ArgumentKind.Scalar) ? null : new ContractCheck(number, name, arguments);

    internal HelperArgument[] Arguments => _arguments;

    public string? Refuse(RunContext run, ulong* r)
    {
        if (run.HeldLock != null && _number != SpinUnlock)
            return $"{_name} may not be called while the program holds a lock: unlock first.";
        VmMap? map = null;
        for (int i = 0; i < _arguments.Length; i++)
        {
            HelperArgument argument = _arguments[i];
            ulong value = r[i + 1];
            string? reason = argument.Kind switch
            {
                ArgumentKind.Anything or ArgumentKind.Scalar or ArgumentKind.AllocationSize => null,
                ArgumentKind.Context => IsContext(run, value) || value == 0 && argument.IsOptional ? null : "is not the context",
                ArgumentKind.Map => RefuseMap(run, value, r, out map),
                ArgumentKind.MapKey => RefuseMemory(run, argument, value, map!.KeySizeInBytes),
                ArgumentKind.MapValue => RefuseMapValue(run, argument, value, map!),
                ArgumentKind.Memory => RefuseSized(run, argument, value, i, r),
                ArgumentKind.Size => null, // with the memory
                ArgumentKind.RingRecord => run.IsOpenRecord(value) ? null : "is no record that the run has reserved",
                ArgumentKind.Callback => RefuseCallback(run, value),
                ArgumentKind.Stack => value == 0 && argument.IsOptional || run.IsOnStack(value, 1, run.Frame) || run.IsOnStack(value - 1, 1, run.Frame) ? null : "does not point to the stack",
                ArgumentKind.Text => RefuseText(run, value),
                ArgumentKind.SpinLock => RefuseSpinLock(run, value),
                ArgumentKind.Timer => RefuseField(run, value, SpecialFieldKind.Timer, CallbackFieldSize, "timer"),
                ArgumentKind.WorkQueue => RefuseField(run, value, SpecialFieldKind.WorkQueue, CallbackFieldSize, "work queue"),
                ArgumentKind.Iterator => RefuseIterator(run, argument, value),
                ArgumentKind.KernelPointerPlace => RefuseSpecial(run, value, sizeof(ulong), "place for a kernel pointer"),
                ArgumentKind.DynamicPointer => RefuseDynamicPointer(run, argument, value),
                ArgumentKind.KernelPointer => value == 0 && argument.IsOptional || HostObjects.IsValid(value, argument.TypeName) ? null
                    : $"is no {argument.TypeName ?? "object"} that the host gave",
                _ => value == 0 && argument.IsOptional ? null : "is no object of the host", // sockets and kernel variables: there are none
            };
            if (reason is not null) return string.Create(CultureInfo.InvariantCulture, $"{_name}: r{i + 1} (0x{value:x}) {reason}.");
        }

        return null;
    }

    private static bool IsContext(RunContext run, ulong value) =>
        run.Current.Image.Context.Size == 0 ? value == run.PacketStart : value == run.ContextStart;

    private string? RefuseMap(RunContext run, ulong handle, ulong* r, out VmMap? map)
    {
        map = run.MapOf(handle);
        return map is null ? "is no map of the program"
            : _wantsOwnMap && !IsIn(run, map, r[1]) ? "is not the map that the timer or queue lies in"
            : RefuseMap(map);
    }

    /// <summary>Says why the helper can't be called on a map.</summary>
    internal string? RefuseMap(VmMap map) =>
        !MapKinds.Fit(_number, map.Type) ? $"is a {map.Type}, which it does not take"
            : !map.IsWritableByPrograms && MapKinds.Changes(_number) ? "is a map that programs may not change"
            : !map.IsReadableByPrograms && MapKinds.Reads(_number) ? "is a map that programs may not read"
            : null;

    private static string? RefuseMapValue(RunContext run, HelperArgument argument, ulong value, VmMap map)
    {
        if (value == 0 && argument.IsOptional) return null;
        // A Bloom filter is asked for a value; the others give one.
        if (argument.IsWritten && map.Type == MapType.BloomFilter) argument = HelperRules.ReadValue;
        return RefuseMemory(run, argument, value, map.ValueSizeInBytes);
    }

    private string? RefuseSized(RunContext run, HelperArgument argument, ulong value, int index, ulong* r)
    {
        if (argument.SizeInBytes != 0)
        {
            if ((argument.Traits & ArgumentTraits.Aligned) != 0 && value % (ulong)argument.SizeInBytes != 0)
                return $"is no multiple of {argument.SizeInBytes}";
            return RefuseMemory(run, argument, value, argument.SizeInBytes);
        }

        ulong size = r[index + 2];
        // A kernel function's buffer that may be missing goes with the size of what it returns.
        if (value == 0 && argument.IsOptional && _number == 0 && size < LargestSize) return null;
        if (size == 0) return _arguments[index + 1].IsOptional ? null : "has a size of 0";
        if (size >= LargestSize) return string.Create(CultureInfo.InvariantCulture, $"has a size of {size} bytes, more than helpers take");
        return RefuseMemory(run, argument, value, (int)size);
    }

    private static string? RefuseMemory(RunContext run, HelperArgument argument, ulong address, int size)
    {
        if (size == 0) return null;
        if (argument.IsRead && !run.IsReachable(address, size, isWrite: false)) return $"does not point to {size} bytes that the program may read";
        if (argument.IsWritten && !run.IsReachable(address, size, isWrite: true)) return $"does not point to {size} bytes that the program may write";
        return null;
    }

    private string? RefuseCallback(RunContext run, ulong handle)
    {
        ulong index = FunctionHandles.IndexOf(handle);
        if (index == 0 || index >= (ulong)run.Current.Image.Code.Functions.Length) return "is no function of the program";
        if (_callsLater) return null; // with a stack of its own
        return run.Frame - RunContext.FrameSize < run.LowestFrame ? $"can't be called: the program would be more than {RunContext.MaximumFrames} frames deep" : null;
    }

    private static string? RefuseText(RunContext run, ulong address)
    {
        if (!run.FindValue(address, out _, out Memory.MemoryRange range) || range.IsWritable) return "does not point into a read-only map";
        int room = (int)Math.Min(range.Length - (address - range.Start), int.MaxValue);
        return new ReadOnlySpan<byte>((void*)address, room).Contains((byte)0) ? null : "points to a text without an end";
    }
}
