namespace Waggle.Verifier.States;

/// <summary>Which id of an older state stands for which of a newer one, while the two are compared.</summary>
internal sealed class IdMap
{
    private readonly List<(int Old, int New)> _pairs = [];
    private int _lastTemporary;

    /// <summary>Begins a comparison.</summary>
    /// <param name="lastId">The last id that was given out: numbers without one get ids behind it.</param>
    public void Clear(int lastId)
    {
        _pairs.Clear();
        _lastTemporary = lastId;
    }

    /// <summary>Whether two ids, which both or neither are 0, can stand for each other.</summary>
    public bool Match(int old, int current)
    {
        if ((old != 0) != (current != 0)) return false;
        if (old == 0) return true;
        foreach ((int o, int n) in _pairs)
        {
            if (o == old) return n == current;
            if (n == current) return false;
        }
        _pairs.Add((old, current));
        return true;
    }

    /// <summary>The same for numbers: one without an id in the older state asks for nothing, one without in the newer is like no other.</summary>
    public bool MatchNumbers(int old, int current) => old == 0 || Match(old, current != 0 ? current : ++_lastTemporary);
}
