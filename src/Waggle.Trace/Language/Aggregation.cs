namespace Waggle.Trace.Language;

/// <summary>What <c>hist()</c> and its kin seem to return.</summary>
public struct Aggregation;
