using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>A socket option that is set or asked for: <c>struct bpf_sockopt</c> (Linux 5.3).</summary>
/// <remarks></remarks>
[StructLayout(LayoutKind.Sequential)]
[BtfName("bpf_sockopt")]
public partial struct SocketOption
{
    private readonly ulong _socket;
    private readonly ulong _value;
    private readonly ulong _valueEnd;
    private int _level;
    private int _name;
    private int _length;
    private int _result;

    /// <summary>Level, such as 1 for SOL_SOCKET. Can be written where it is set.</summary>
    public int Level
    {
        readonly get => _level;
        set => _level = value;
    }

    /// <summary>Number of the option in its level. Can be written where it is set.</summary>
    public int Name
    {
        readonly get => _name;
        set => _name = value;
    }

    /// <summary>Bytes of the value. Can be written: 0 hands the user's value on untouched, -1 ends a set here.</summary>
    public int Length
    {
        readonly get => _length;
        set => _length = value;
    }

    /// <summary>What the kernel answered, where it is asked for. Can be written: 0 makes it succeed.</summary>
    public int Result
    {
        readonly get => _result;
        set => _result = value;
    }

    /// <summary>The socket.</summary>
    public readonly SocketReference Socket => new(_socket);

    /// <summary>The value's bytes, at most a page of them. What is written to them counts.</summary>
    public readonly PacketCursor Value => new(_value, _valueEnd);
}
