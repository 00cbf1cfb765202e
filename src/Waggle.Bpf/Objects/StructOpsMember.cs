namespace Waggle.Bpf.Objects;

/// <summary>A member of a struct of operations, as the object declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeId">Its type in the object's BTF.</param>
/// <param name="Offset">Byte offset in the object's struct; the kernel's may differ.</param>
/// <param name="SizeInBytes">Its size.</param>
/// <param name="IsFunction">Whether it points to a function, which a program takes the place of.</param>
public readonly record struct StructOpsMember(string Name, int TypeId, int Offset, int SizeInBytes, bool IsFunction);
