namespace Waggle.CSharp;

/// <summary>What a <see cref="MapTimer"/> calls.</summary>
/// <param name="key">Key of the value that holds the timer.</param>
/// <param name="value">That value, in the map itself.</param>
[Callback(FirstArgument = 1)]
public delegate void TimerCallback<TKey, TValue>(ref readonly TKey key, ref TValue value) where TKey : unmanaged where TValue : unmanaged;
