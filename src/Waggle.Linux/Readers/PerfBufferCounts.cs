namespace Waggle.Linux.Readers;

/// <summary>What became of a perf buffer's records.</summary>
/// <param name="Lost">Records for which there was no room, as the kernel counts them: all of them at this moment since Linux 6.0; before
/// that those that the kernel has told of, which it does with the next record for which there is room.</param>
/// <param name="Delivered">Records that this reader handed over.</param>
public readonly record struct PerfBufferCounts(ulong Lost, ulong Delivered);
