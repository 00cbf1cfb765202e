
namespace Waggle.Bpf.Errors;

/// <summary>The process may not do this: a capability is missing, or the machine's policy forbids it.</summary>
public sealed class BpfPermissionException : BpfException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="operation">What was tried.</param>
    /// <param name="objectName">What it was tried on.</param>
    /// <param name="errno">What the kernel answered.</param>
    /// <param name="cause">Which capability or policy, and what to do.</param>
    public BpfPermissionException(string operation, string objectName, Errno errno, string cause)
        : base(operation, objectName, errno, cause)
    {
    }

    /// <summary>Whether the process itself is the reason: it lacks a capability. If not, a policy of the machine forbids it to everybody.</summary>
    public bool IsForLackOfPrivilege { get; init; }
}
