namespace Waggle.Bpf.Types;

/// <summary>The types of a kernel, a module or an object: an index over raw BTF that decodes a type when it is asked for.</summary>
/// <remarks>Thread-safe. Source: Documentation/bpf/btf.rst.</remarks>
public sealed class Btf
{
    /// <summary>Indexes raw BTF.</summary>
    /// <param name="bytes">The whole of a .BTF section or of /sys/kernel/btf/*.</param>
    /// <exception cref="BtfFormatException">The bytes break a rule of the format; the text says which and where.</exception>
    public static Btf Read(ReadOnlyMemory<byte> bytes) => throw new NotImplementedException();

    /// <summary>Number of types, void included: valid ids are 0 to <c>Count - 1</c>.</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>The raw bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => throw new NotImplementedException();

    /// <summary>The type with an id.</summary>
    public BtfType this[int id] => throw new NotImplementedException();

    /// <summary>Ids of the types with this exact name, of every kind, in order.</summary>
    public IReadOnlyList<int> FindAll(string name) => throw new NotImplementedException();

    /// <summary>The first type of kind <typeparamref name="T"/> with this name.</summary>
    public bool TryFind<T>(string name, out int id, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? type) where T : BtfType =>
        throw new NotImplementedException();

    /// <summary>Follows typedefs, qualifiers and type tags to the type behind them.</summary>
    public int SkipModifiers(int id) => throw new NotImplementedException();

    /// <summary>Size in bytes of a type.</summary>
    public uint SizeOf(int id) => throw new NotImplementedException();
}
