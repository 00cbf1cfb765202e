namespace Waggle.CSharp;

/// <summary>A pointer into an <see cref="Arena"/> (Linux 6.9): the address where user space sees it, so that both sides can follow it. May be kept in
/// maps, globals and the arena itself.</summary>
/// <typeparam name="T">What it points to.</typeparam>
/// <param name="Address">The address; 0 points nowhere.</param>
public readonly record struct ArenaPointer<T>(ulong Address) where T : unmanaged
{
    /// <summary>Whether it points nowhere.</summary>
    public bool IsNull => Address == 0;

    /// <summary>A pointer to what follows in an array.</summary>
    public static unsafe ArenaPointer<T> operator +(ArenaPointer<T> pointer, uint items) => new(pointer.Address + items * (ulong)sizeof(T));

    /// <summary>A pointer to what follows in an array.</summary>
    public ArenaPointer<T> Add(uint items) => this + items;
}
