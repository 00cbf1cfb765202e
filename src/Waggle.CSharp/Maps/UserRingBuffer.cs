using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>A queue of records from user space (Linux 6.1). Sized by <see cref="MaxBytesAttribute"/>.</summary>
/// <typeparam name="T">Type of a record.</typeparam>
[MapKind(MapType.UserRingBuffer, Key = typeof(void))]
public sealed class UserRingBuffer<T> where T : unmanaged;
