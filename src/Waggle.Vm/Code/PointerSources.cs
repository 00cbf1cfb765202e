namespace Waggle.Vm.Code;

/// <summary>Where pointers come from, apart from other pointers: what depends on how the program is linked.</summary>
internal abstract class PointerSources
{
    /// <summary>What r1 is at the start of the program.</summary>
    internal abstract PointerFact OfContext();

    /// <summary>What the 64-bit immediate in a slot is.</summary>
    internal abstract PointerFact OfImmediate(int slot);

    /// <summary>What a helper returns, given its first argument.</summary>
    internal abstract PointerFact OfHelper(int number, in PointerFact first);

    /// <summary>What a load of a field of the context gives.</summary>
    internal abstract PointerFact OfContextField(int offset);
}
