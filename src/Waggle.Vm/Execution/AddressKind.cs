namespace Waggle.Vm.Execution;

/// <summary>What a field of a context is the address of.</summary>
internal enum AddressKind
{
    /// <summary>The first byte of the packet.</summary>
    Data,

    /// <summary>The byte behind the packet.</summary>
    DataEnd,

    /// <summary>The first byte of the metadata before the packet.</summary>
    DataMeta,
}
