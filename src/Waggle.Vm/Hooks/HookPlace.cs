namespace Waggle.Vm.Hooks;

/// <summary>Where a program stands among those of its hook.</summary>
public readonly record struct HookPlace
{
    private HookPlace(HookLink? link, bool isBefore) => (Link, IsBefore) = (link, isBefore);

    /// <summary>Before all that are there now.</summary>
    public static HookPlace First { get; } = new(null, isBefore: true);

    /// <summary>After all that are there now: the usual place.</summary>
    public static HookPlace Last { get; }

    internal HookLink? Link { get; }

    internal bool IsBefore { get; }

    /// <summary>Right before another program.</summary>
    public static HookPlace Before(HookLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return new(link, isBefore: true);
    }

    /// <summary>Right after another program.</summary>
    public static HookPlace After(HookLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return new(link, isBefore: false);
    }
}
