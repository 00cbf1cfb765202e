using System.Collections.Immutable;

namespace Waggle.Trace.Running;

/// <summary>Where an expression prints to.</summary>
public interface ITraceOutput
{
    /// <summary>Prints a line.</summary>
    /// <param name="text">The line.</param>
    /// <param name="values">The values in it.</param>
    void Print(string text, ImmutableArray<object> values);

    /// <summary>Prints a map.</summary>
    void Print(MapReport map);

    /// <summary>Called when no more lines are there: the moment to flush.</summary>
    void Flush();
}
