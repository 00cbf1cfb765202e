namespace Waggle.Bpf.Readers;

/// <summary>What became of a ring buffer's records.</summary>
/// <param name="Submitted">Records that programs submitted, or null if the object does not count them.</param>
/// <param name="Lost">Records that programs could not reserve since the buffer was full, or null if the object does not count them.</param>
/// <param name="Delivered">Records that this reader handed over.</param>
/// <remarks>The numbers are read one after another while programs run: Submitted = Delivered holds when nothing moves.</remarks>
public readonly record struct RingCounts(ulong? Submitted, ulong? Lost, ulong Delivered);
