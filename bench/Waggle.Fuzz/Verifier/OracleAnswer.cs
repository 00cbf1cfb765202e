namespace Waggle.Fuzz.Verifier;

/// <summary>How a program fared, and what there is to say of it.</summary>
internal readonly record struct OracleAnswer(OracleOutcome Outcome, string What = "")
{
    /// <summary>The text without its numbers: findings of one kind have one.</summary>
    public string Kind => new([.. What.Split('\n')[0].Split(',')[0].Where(c => !char.IsDigit(c))]);
}
