namespace Waggle.CSharp;

/// <summary>What the <c>ForEach</c> of a map calls for each entry.</summary>
/// <param name="key">The entry's key.</param>
/// <param name="value">Its value, in the map itself.</param>
/// <param name="state">What was given to <c>ForEach</c>.</param>
[Callback(FirstArgument = 1)]
public delegate LoopControl EntryVisitor<TKey, TValue, TState>(ref readonly TKey key, ref TValue value, ref TState state)
    where TKey : unmanaged where TValue : unmanaged where TState : unmanaged;
