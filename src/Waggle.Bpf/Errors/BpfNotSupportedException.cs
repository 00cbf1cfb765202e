
namespace Waggle.Bpf.Errors;

/// <summary>This system lacks what was asked for: another operating system, an older kernel, or one built without it.</summary>
public sealed class BpfNotSupportedException : BpfException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="operation">What was tried.</param>
    /// <param name="objectName">What it was tried on.</param>
    /// <param name="errno">What the kernel answered; <see cref="Errors.Errno.None"/> if it was not asked.</param>
    /// <param name="cause">What is missing and how to get it.</param>
    public BpfNotSupportedException(string operation, string objectName, Errno errno, string cause)
        : base(operation, objectName, errno, cause)
    {
    }
}
