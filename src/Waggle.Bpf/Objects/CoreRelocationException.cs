namespace Waggle.Bpf.Objects;

/// <summary>A CO-RE relocation that can't be carried out at all: it contradicts its instruction or its own types, or the kernel has two
/// answers to it; or, thrown by a loader, one that the program needs and the kernel can't satisfy.</summary>
public sealed class CoreRelocationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="failure">What is wrong; its text becomes the message.</param>
    public CoreRelocationException(CoreFailure failure) : base(failure?.ToString()) => Failure = failure!;

    /// <summary>Program, type, field, line and reason.</summary>
    public CoreFailure Failure { get; }
}
