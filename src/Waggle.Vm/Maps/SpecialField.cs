namespace Waggle.Vm.Maps;

/// <summary>A field of a map's value that belongs to the engine.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it begins in the value, in bytes.</param>
internal readonly record struct SpecialField(SpecialFieldKind Kind, int Offset);
