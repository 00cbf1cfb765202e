namespace Waggle.Vm.Maps;

/// <summary>What an owner has in a storage map: the node of its value, or null after it was deleted.</summary>
internal sealed unsafe class StorageEntry(object owner)
{
    /// <summary>The owner, as long as it lives; through this the map finds out that it does not.</summary>
    public WeakReference<object> Owner { get; } = new(owner);

    public PoolNode* Node { get; set; }
}
