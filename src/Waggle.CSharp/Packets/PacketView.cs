namespace Waggle.CSharp;

/// <summary>A value of a packet, in place.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <remarks>Got from <see cref="PacketCursor.TryView{T}"/>; to be used only if that returned true, and not after the packet changed its
/// size.</remarks>
public readonly ref struct PacketView<T> where T : unmanaged
{
    private readonly ref T _value;

    internal PacketView(ref T value) => _value = ref value;

    /// <summary>The value: writing to it writes to the packet.</summary>
    public ref T Value => ref _value;
}
