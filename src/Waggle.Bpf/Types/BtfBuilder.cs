namespace Waggle.Bpf.Types;

/// <summary>Collects types and writes them as BTF. Equal types are kept once.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class BtfBuilder
{
    /// <summary>Adds a type, or finds the equal one that is there.</summary>
    /// <returns>Its id.</returns>
    public int Add(BtfType type) => throw new NotImplementedException();

    /// <summary>Keeps an id for a type that is given later by <see cref="Define"/>, so that types may refer to each other in a circle.</summary>
    public int Reserve() => throw new NotImplementedException();

    /// <summary>Gives the type of an id that <see cref="Reserve"/> returned.</summary>
    public void Define(int id, BtfType type) => throw new NotImplementedException();

    /// <summary>Adds a string to the string section.</summary>
    /// <returns>Its offset there.</returns>
    public int AddString(string text) => throw new NotImplementedException();

    /// <summary>Writes header, types and strings, in little endian.</summary>
    public Btf Build() => throw new NotImplementedException();
}
