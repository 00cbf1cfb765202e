using static Waggle.Bpf.Catalog.ArgumentTraits;

namespace Waggle.Bpf.Catalog;

/// <summary>The words that the rows of <see cref="HelperContracts"/> are written in.</summary>
internal static class HelperArguments
{
    public static readonly HelperArgument Anything = new(ArgumentKind.Anything);
    public static readonly HelperArgument Scalar = new(ArgumentKind.Scalar);
    public static readonly HelperArgument Context = new(ArgumentKind.Context);
    public static readonly HelperArgument ContextOrNull = new(ArgumentKind.Context, MayBeNull);
    public static readonly HelperArgument Map = new(ArgumentKind.Map);
    public static readonly HelperArgument Key = new(ArgumentKind.MapKey, Reads);
    public static readonly HelperArgument Value = new(ArgumentKind.MapValue, Reads);
    public static readonly HelperArgument ValueOrNull = new(ArgumentKind.MapValue, Reads | MayBeNull);
    public static readonly HelperArgument ValueOut = new(ArgumentKind.MapValue, Writes);
    public static readonly HelperArgument Memory = new(ArgumentKind.Memory, Reads);
    public static readonly HelperArgument MemoryOrNull = new(ArgumentKind.Memory, Reads | MayBeNull);
    public static readonly HelperArgument MemoryOut = new(ArgumentKind.Memory, Writes);
    public static readonly HelperArgument MemoryInOut = new(ArgumentKind.Memory, Reads | Writes);
    public static readonly HelperArgument MemoryInOutOrNull = new(ArgumentKind.Memory, Reads | Writes | MayBeNull);
    public static readonly HelperArgument Size = new(ArgumentKind.Size);
    public static readonly HelperArgument SizeOrZero = new(ArgumentKind.Size, MayBeZero);
    public static readonly HelperArgument AllocationSize = new(ArgumentKind.AllocationSize, MayBeZero);
    public static readonly HelperArgument SocketCommon = new(ArgumentKind.SocketCommon);
    public static readonly HelperArgument FullSocketOrNull = new(ArgumentKind.Socket, MayBeNull);
    public static readonly HelperArgument AnySocket = new(ArgumentKind.AnySocket);
    public static readonly HelperArgument AnySocketOrNull = new(ArgumentKind.AnySocket, MayBeNull);
    public static readonly HelperArgument AnySocketReleased = new(ArgumentKind.AnySocket, Released);
    public static readonly HelperArgument KernelPointerOrNullReleased = new(ArgumentKind.KernelPointer, MayBeNull | Released);
    public static readonly HelperArgument KernelPointerPlace = new(ArgumentKind.KernelPointerPlace);
    public static readonly HelperArgument PerCpuVariable = new(ArgumentKind.PerCpuVariable);
    public static readonly HelperArgument RingRecordReleased = new(ArgumentKind.RingRecord, Released);
    public static readonly HelperArgument Callback = new(ArgumentKind.Callback);
    public static readonly HelperArgument StackOrNull = new(ArgumentKind.Stack, MayBeNull);
    public static readonly HelperArgument Text = new(ArgumentKind.Text);
    public static readonly HelperArgument SpinPlace = new(ArgumentKind.SpinLock);
    public static readonly HelperArgument TimerPlace = new(ArgumentKind.Timer);
    public static readonly HelperArgument DynamicPointer = new(ArgumentKind.DynamicPointer, Reads);
    public static readonly HelperArgument LocalDynamicPointerOut = new(ArgumentKind.DynamicPointer, Writes | LocalMemory);
    public static readonly HelperArgument RingDynamicPointerOut = new(ArgumentKind.DynamicPointer, Writes | RingMemory);
    public static readonly HelperArgument RingDynamicPointerReleased = new(ArgumentKind.DynamicPointer, Reads | Released | RingMemory);

    public static readonly HelperArgument DynamicPointerOut = new(ArgumentKind.DynamicPointer, Writes);
    public static readonly HelperArgument MemoryOutOrNull = new(ArgumentKind.Memory, Writes | MayBeNull);
    public static readonly HelperArgument WorkQueuePlace = new(ArgumentKind.WorkQueue);

    public static HelperArgument Iterator(int size) => new(ArgumentKind.Iterator, Reads | Writes, size);

    public static HelperArgument IteratorOut(int size) => new(ArgumentKind.Iterator, Writes, size);

    public static HelperArgument Fixed(int size) => new(ArgumentKind.Memory, Reads, size);

    public static HelperArgument FixedOut(int size) => new(ArgumentKind.Memory, Writes | Aligned, size);

    public static HelperArgument FixedInOut(int size) => new(ArgumentKind.Memory, Reads | Writes | Aligned, size);

    public static HelperArgument Kernel(string type) => new(ArgumentKind.KernelPointer, TypeName: type);

    public static HelperArgument KernelOrNull(string type) => new(ArgumentKind.KernelPointer, MayBeNull, TypeName: type);
}
