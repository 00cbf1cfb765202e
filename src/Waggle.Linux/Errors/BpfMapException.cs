using Waggle.Linux.Interop;

namespace Waggle.Linux.Errors;

/// <summary>A map can't be created, used or read as asked.</summary>
public sealed class BpfMapException : BpfException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="operation">What was tried.</param>
    /// <param name="objectName">The map.</param>
    /// <param name="errno">What the kernel answered; <see cref="Interop.Errno.None"/> if it was not asked.</param>
    /// <param name="cause">Likely cause and what to do.</param>
    public BpfMapException(string operation, string objectName, Errno errno, string cause)
        : base(operation, objectName, errno, cause)
    {
    }
}
