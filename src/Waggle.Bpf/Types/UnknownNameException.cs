namespace Waggle.Bpf.Types;

/// <summary>A type or field was asked for that does not exist.</summary>
/// <param name="message">What is missing where, and what may have been meant.</param>
public sealed class UnknownNameException(string message) : Exception(message);
