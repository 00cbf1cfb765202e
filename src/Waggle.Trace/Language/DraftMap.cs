using System.Diagnostics.CodeAnalysis;

namespace Waggle.Trace.Language;

/// <summary>What a map with keys seems to be in the first compilation.</summary>
/// <typeparam name="T">What it holds.</typeparam>
[SuppressMessage("Design", "CA1043", Justification = "Any keys: their types are what the compilation is asked for.")]
public sealed class DraftMap<T>
{
    /// <summary>An element.</summary>
    public ref T this[params object[] keys] => throw new NotSupportedException();
}
