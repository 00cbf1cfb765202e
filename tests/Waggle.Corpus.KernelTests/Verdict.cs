namespace Waggle.Corpus.KernelTests;

/// <summary>How the load of a program ended.</summary>
/// <param name="IsAccepted">Whether the kernel took the program.</param>
/// <param name="Reason">Why it is refused, for people; "" if it is not.</param>
/// <param name="Request">What the kernel was handed; null if the loader stopped before.</param>
internal sealed record Verdict(bool IsAccepted, string Reason, ProgramRequest? Request)
{
    /// <summary>The program that was refused in its stead; null if it was judged itself. libbpf loads the programs of a struct of operations
    /// together, and gives up at the first that is refused.</summary>
    public string? RefusedInstead { get; init; }

    public override string ToString() => IsAccepted ? "accepted" : $"rejected by {(Request is null ? "the loader" : "the kernel")}: {Reason}";
}
