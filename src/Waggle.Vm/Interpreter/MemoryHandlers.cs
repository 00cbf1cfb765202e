using Waggle.Bpf.Instructions;

namespace Waggle.Vm.Interpreter;

/// <summary>The handlers of loads and stores.</summary>
internal static class MemoryHandlers<TMode> where TMode : struct, IAccessMode
{
    /// <summary>The handler of a load.</summary>
    /// <param name="size">What is loaded.</param>
    /// <param name="isSigned">Whether its sign is extended.</param>
    /// <param name="isLast">Whether the address was computed last.</param>
    internal static Handler Load(MemorySize size, bool isSigned, bool isLast) => (size, isSigned) switch
    {
        (MemorySize.Byte, false) => OfLoad<Width.Byte>(isLast),
        (MemorySize.Half, false) => OfLoad<Width.Half>(isLast),
        (MemorySize.Word, false) => OfLoad<Width.Word>(isLast),
        (MemorySize.Byte, true) => OfLoad<Width.SignedByte>(isLast),
        (MemorySize.Half, true) => OfLoad<Width.SignedHalf>(isLast),
        (MemorySize.Word, true) => OfLoad<Width.SignedWord>(isLast),
        _ => OfLoad<Width.Double>(isLast),
    };

    /// <summary>The handler of a store.</summary>
    /// <param name="size">What is stored.</param>
    /// <param name="isLast">Whether the address was computed last.</param>
    /// <param name="value">Where the number is.</param>
    internal static Handler Store(MemorySize size, bool isLast, OperandKind value) => size switch
    {
        MemorySize.Byte => OfStore<Width.Byte>(isLast, value),
        MemorySize.Half => OfStore<Width.Half>(isLast, value),
        MemorySize.Word => OfStore<Width.Word>(isLast, value),
        _ => OfStore<Width.Double>(isLast, value),
    };

    private static Handler OfLoad<T>(bool isLast) where T : struct, IWidth =>
        isLast ? Single<Load<TMode, T, Last>>.Instance
        : Single<Load<TMode, T, Source>>.Instance;

    private static Handler OfStore<T>(bool isLast, OperandKind value) where T : struct, IWidth => value switch
    {
        OperandKind.Constant => OfStore<T, Constant>(isLast),
        OperandKind.Last => OfStore<T, Last>(isLast),
        _ => OfStore<T, Source>(isLast),
    };

    private static Handler OfStore<T, TValue>(bool isLast)
        where T : struct, IWidth
        where TValue : struct, IOperand =>
        isLast ? Single<Store<TMode, T, Last, TValue>>.Instance
        : Single<Store<TMode, T, Destination, TValue>>.Instance;
}
