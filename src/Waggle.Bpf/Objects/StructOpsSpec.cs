using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waggle.Bpf.Objects;

/// <summary>A struct of operations that programs implement for the kernel, such as a TCP congestion control.</summary>
/// <remarks>Mutable, so that a caller can set members and exchange programs between reading an object and loading it. Not thread-safe.</remarks>
public sealed class StructOpsSpec
{
    /// <summary>Creates a description.</summary>
    /// <param name="typeName">Name of the struct; what follows three underscores tells apart several declarations of one kernel type.</param>
    /// <param name="typeId">The struct in the object's BTF.</param>
    /// <param name="members">Its members; bit-fields and members without a name are left out.</param>
    /// <param name="data">Its bytes at first, in the object's layout.</param>
    public StructOpsSpec(string typeName, int typeId, ImmutableArray<StructOpsMember> members, byte[] data) =>
        (TypeName, TypeId, Members, Data) = (typeName, typeId, members, data);

    /// <summary>Name of the struct in the object.</summary>
    public string TypeName { get; }

    /// <summary>The struct in the object's BTF.</summary>
    public int TypeId { get; }

    /// <summary>Members in order.</summary>
    public ImmutableArray<StructOpsMember> Members { get; }

    /// <summary>The struct's bytes in the object's layout; of functions nothing.</summary>
    public byte[] Data { get; }

    /// <summary>Which program stands for which member, by their names.</summary>
    public IDictionary<string, string> Programs { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether a BPF link registers it (section .struct_ops.link, Linux 6.4); else writing the map does.</summary>
    public bool IsLink { get; init; }

    /// <summary>Whether the map is created when nothing says which ones are: false where the file has a '?' before the section's name.</summary>
    public bool IsLoadedByDefault { get; init; } = true;

    /// <summary>Sets a member that is no function.</summary>
    /// <param name="member">Its name.</param>
    /// <param name="value">What to put there; it may be smaller than the member (a text in an array), and zeros follow.</param>
    /// <exception cref="ArgumentException">There is no such member, it is a function, or it is smaller than the value.</exception>
    public void Set<T>(string member, T value) where T : unmanaged => Set(member, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    /// <inheritdoc cref="Set{T}"/>
    public void Set(string member, ReadOnlySpan<byte> value)
    {
        StructOpsMember place = Find(member);
        if (place.IsFunction || value.Length > place.SizeInBytes)
        {
            throw new ArgumentException(place.IsFunction
                ? $"'{member}' of {TypeName} is a function: set {nameof(Programs)}."
                : $"'{member}' of {TypeName} has {place.SizeInBytes} bytes, and the value {value.Length}.", nameof(value));
        }
        Span<byte> target = Data.AsSpan(place.Offset, place.SizeInBytes);
        target.Clear();
        value.CopyTo(target);
    }

    /// <summary>Reads a member that is no function.</summary>
    /// <exception cref="ArgumentException">There is no such member, or it is smaller than the type.</exception>
    public T Get<T>(string member) where T : unmanaged
    {
        StructOpsMember place = Find(member);
        return Unsafe.SizeOf<T>() <= place.SizeInBytes
            ? MemoryMarshal.Read<T>(Data.AsSpan(place.Offset))
            : throw new ArgumentException($"'{member}' of {TypeName} has {place.SizeInBytes} bytes, fewer than {typeof(T).Name}.", nameof(member));
    }

    private StructOpsMember Find(string name)
    {
        foreach (StructOpsMember member in Members)
        {
            if (member.Name == name)
                return member;
        }
        throw new ArgumentException($"{TypeName} has no member '{name}'; it has {string.Join(", ", Members.Select(m => m.Name))}.", nameof(name));
    }
}
