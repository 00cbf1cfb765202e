namespace Samples;

/// <summary>What a plug-in says of a request.</summary>
public static class Verdict
{
    /// <summary>Nothing: the next plug-in decides, or the request goes on.</summary>
    public const int Pass = 0;

    public const int Allow = 1;

    public const int Deny = 2;
}
