using Waggle.Bpf.Instructions;

namespace Waggle.Vm.Interpreter;

/// <summary>The handlers of loads and stores.</summary>
internal static class MemoryHandlers<TMode> where TMode : struct, IAccessMode
{
    /// <summary>The handler of a load.</summary>
    /// <param name="size">What is loaded.</param>
    /// <param name="isSigned">Whether its sign is extended.</param>
    /// <param name="isCertain">Whether it is known to be allowed.</param>
    /// <param name="isLast">Whether the address was computed last.</param>
    internal static Handler Load(MemorySize size, bool isSigned, bool isCertain, bool isLast) => (size, isSigned) switch
    {
        (MemorySize.Byte, false) => OfLoad<Width.Byte>(isCertain, isLast),
        (MemorySize.Half, false) => OfLoad<Width.Half>(isCertain, isLast),
        (MemorySize.Word, false) => OfLoad<Width.Word>(isCertain, isLast),
        (MemorySize.Byte, true) => OfLoad<Width.SignedByte>(isCertain, isLast),
        (MemorySize.Half, true) => OfLoad<Width.SignedHalf>(isCertain, isLast),
        (MemorySize.Word, true) => OfLoad<Width.SignedWord>(isCertain, isLast),
        _ => OfLoad<Width.Double>(isCertain, isLast),
    };

    /// <summary>The handler of a store.</summary>
    /// <param name="size">What is stored.</param>
    /// <param name="isCertain">Whether it is known to be allowed.</param>
    /// <param name="isLast">Whether the address was computed last.</param>
    /// <param name="value">Where the number is.</param>
    internal static Handler Store(MemorySize size, bool isCertain, bool isLast, OperandKind value) => size switch
    {
        MemorySize.Byte => OfStore<Width.Byte>(isCertain, isLast, value),
        MemorySize.Half => OfStore<Width.Half>(isCertain, isLast, value),
        MemorySize.Word => OfStore<Width.Word>(isCertain, isLast, value),
        _ => OfStore<Width.Double>(isCertain, isLast, value),
    };

    private static Handler OfLoad<T>(bool isCertain, bool isLast) where T : struct, IWidth =>
        isCertain ? Single<Load<Certain, T, Source>>.Instance
        : isLast ? Single<Load<TMode, T, Last>>.Instance
        : Single<Load<TMode, T, Source>>.Instance;

    private static Handler OfStore<T>(bool isCertain, bool isLast, OperandKind value) where T : struct, IWidth => value switch
    {
        OperandKind.Constant => OfStore<T, Constant>(isCertain, isLast),
        OperandKind.Last => OfStore<T, Last>(isCertain, isLast),
        _ => OfStore<T, Source>(isCertain, isLast),
    };

    private static Handler OfStore<T, TValue>(bool isCertain, bool isLast)
        where T : struct, IWidth
        where TValue : struct, IOperand =>
        isCertain ? Single<Store<Certain, T, Destination, TValue>>.Instance
        : isLast ? Single<Store<TMode, T, Last, TValue>>.Instance
        : Single<Store<TMode, T, Destination, TValue>>.Instance;
}
