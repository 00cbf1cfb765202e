namespace Waggle.Vm.Execution;

/// <summary>Four bytes of a context that stand for an address.</summary>
/// <param name="Offset">Where the program sees the field.</param>
/// <param name="Storage">Where the address is kept.</param>
/// <param name="Kind">What it is the address of.</param>
internal readonly record struct AddressField(int Offset, int Storage, AddressKind Kind);
