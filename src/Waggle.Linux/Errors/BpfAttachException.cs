using Waggle.Bpf.Errors;

namespace Waggle.Linux.Errors;

/// <summary>A program can't be attached: its hook does not exist, is named wrongly or is taken.</summary>
public sealed class BpfAttachException : BpfException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="operation">What was tried.</param>
    /// <param name="objectName">The program and its hook.</param>
    /// <param name="errno">What the kernel answered; <see cref="Errno.None"/> if it was not asked.</param>
    /// <param name="cause">Likely cause and what to do, with close names if the name is unknown.</param>
    public BpfAttachException(string operation, string objectName, Errno errno, string cause)
        : base(operation, objectName, errno, cause)
    {
    }
}
