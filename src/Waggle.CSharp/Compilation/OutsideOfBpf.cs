using System.Diagnostics.CodeAnalysis;

namespace Waggle.CSharp;

/// <summary>The body of methods that exist only once they are compiled to BPF.</summary>
internal static class OutsideOfBpf
{
    [DoesNotReturn]
    internal static Exception Call() =>
        throw new NotSupportedException("This method runs in a BPF program only: compile the method that calls it and load it.");
}
