namespace Waggle.Vm.Execution;

/// <summary>A dynptr: memory whose size is known only when the program runs.</summary>
/// <param name="Kind">What memory.</param>
/// <param name="Start">Address of its first byte; of the packet's dynptrs the offset into it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="IsReadOnly">Whether writes are refused.</param>
internal readonly record struct DynamicPointer(DynamicPointerKind Kind, ulong Start, uint Size, bool IsReadOnly = false)
{
    /// <summary>Of a ring buffer: the record, which may begin before <see cref="Start"/>.</summary>
    internal ulong Record { get; init; }

    /// <summary>Whether the program has to submit or discard it.</summary>
    internal bool IsReference { get; init; }
}
