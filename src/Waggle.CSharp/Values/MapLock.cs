namespace Waggle.CSharp;

/// <summary>A lock in a map's value: <c>struct bpf_spin_lock</c> (Linux 5.1). Hold it by <c>using</c>, for a few plain reads and writes: no
/// helper can be called meanwhile.</summary>
/// <example><code>using (MapLock.Hold(ref account.Value.Lock)) account.Value.Balance += amount;</code></example>
[BtfName("bpf_spin_lock")]
public struct MapLock
{
#pragma warning disable IDE0044, CS0169, CA1823 // the kernel's
    private uint _value;
#pragma warning restore IDE0044, CS0169, CA1823

    /// <summary>Takes the lock.</summary>
    /// <param name="place">The lock, in a value of a hash or array map.</param>
    /// <returns>What gives it back at the end of a <c>using</c> scope.</returns>
    public static Holder Hold(ref MapLock place)
    {
        Lock(ref place);
        return new Holder(ref place);
    }

    [Helper(93, Since = "5.1")]
    private static void Lock(ref MapLock place) => BpfHost.Current.Call(93, BpfHost.Address(in place));

    [Helper(94, Since = "5.1")]
    private static void Unlock(ref MapLock place) => BpfHost.Current.Call(94, BpfHost.Address(in place));

    /// <summary>A lock that is held.</summary>
    public readonly ref struct Holder
    {
        private readonly ref MapLock _place;

        internal Holder(ref MapLock place) => _place = ref place;

        /// <summary>Gives the lock back. Called at the end of a <c>using</c> scope.</summary>
        public void Dispose() => Unlock(ref _place);
    }
}
