using System.Globalization;

namespace Waggle.Verifier.Explanations;

/// <summary>A map, helper or kernel function, in a report.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">How often instructions name or call it.</param>
/// <remarks>Immutable.</remarks>
public sealed record UseCount(string Name, int Count)
{
    /// <summary>"bpf_loop", or with a number above 1 "bpf_loop ×2".</summary>
    public override string ToString() => Count == 1 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name} ×{Count}");
}
