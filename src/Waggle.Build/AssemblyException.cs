namespace Waggle.Build;

/// <summary>A file is no assembly whose classes could be compiled to BPF, or something that it needs is not there.</summary>
/// <param name="message">Names the file and what is wrong with it.</param>
/// <param name="cause">What .NET said of it; null if it said nothing.</param>
public sealed class AssemblyException(string message, Exception? cause = null) : Exception(message, cause);
