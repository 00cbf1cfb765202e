using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>The numbers of a TCP connection, or none. Check <see cref="Exists"/> first.</summary>
public readonly ref struct TcpReference
{
    private readonly ref TcpNumbers _numbers;

    internal TcpReference(ref TcpNumbers numbers) => _numbers = ref numbers;

    /// <summary>Whether it is a TCP connection.</summary>
    public bool Exists => !Unsafe.IsNullRef(in _numbers);

    /// <summary>The numbers.</summary>
    public ref readonly TcpNumbers Value => ref _numbers;
}
