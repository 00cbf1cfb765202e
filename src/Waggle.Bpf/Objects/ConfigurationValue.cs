namespace Waggle.Bpf.Objects;

/// <summary>The place in the map ".kconfig" that waits for a value of the kernel's configuration.</summary>
/// <param name="Kind">How it is declared.</param>
/// <param name="Offset">Byte offset in the map's value.</param>
/// <param name="SizeInBytes">Its size.</param>
/// <param name="IsSigned">Whether an integer is signed.</param>
public readonly record struct ConfigurationValue(ConfigurationKind Kind, int Offset, int SizeInBytes, bool IsSigned);
