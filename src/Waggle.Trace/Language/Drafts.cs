namespace Waggle.Trace.Language;

/// <summary>Stand-ins for what has no C# of its own: the first compilation sees them, to check the user's text and to tell types.</summary>
/// <remarks>Nothing here runs; the names are those of the language, and the second compilation has other code in their place.</remarks>
public static class Drafts
{
    /// <summary>Counts.</summary>
    public static Aggregation count() => default;

    /// <summary>Adds up.</summary>
    public static Aggregation sum(long number) => default;

    /// <summary>The mean.</summary>
    public static Aggregation avg(long number) => default;

    /// <summary>The least.</summary>
    public static Aggregation min(long number) => default;

    /// <summary>The greatest.</summary>
    public static Aggregation max(long number) => default;

    /// <summary>How many, their mean and their sum.</summary>
    public static Aggregation stats(long number) => default;

    /// <summary>A histogram by powers of two.</summary>
    public static Aggregation hist(long number) => default;

    /// <summary>A histogram of equal widths: from, to, width.</summary>
    public static Aggregation lhist(long number, long from, long to, long width) => default;

    /// <summary>Adds up.</summary>
    public static Aggregation sum(ulong number) => default;

    /// <summary>The mean.</summary>
    public static Aggregation avg(ulong number) => default;

    /// <summary>The least.</summary>
    public static Aggregation min(ulong number) => default;

    /// <summary>The greatest.</summary>
    public static Aggregation max(ulong number) => default;

    /// <summary>How many, their mean and their sum.</summary>
    public static Aggregation stats(ulong number) => default;

    /// <summary>A histogram by powers of two.</summary>
    public static Aggregation hist(ulong number) => default;

    /// <summary>A histogram of equal widths: from, to, width.</summary>
    public static Aggregation lhist(ulong number, long from, long to, long width) => default;

    /// <summary>Prints text.</summary>
    public static void print(string text)
    {
    }

    /// <summary>Prints a value, or a map.</summary>
    public static void print<T>(T value)
    {
    }

    /// <summary>Empties a map.</summary>
    public static void clear<T>(T map)
    {
    }

    /// <summary>Removes a key.</summary>
    public static void delete<T>(T element)
    {
    }

    /// <summary>Ends the tracing.</summary>
    public static void exit()
    {
    }
}
