using Waggle.Bpf.Errors;

namespace Waggle.Linux.Features;

/// <summary>Turns the outcome of a trial into an answer.</summary>
internal static class Verdict
{
    /// <summary>Tries something. It works if it throws nothing.</summary>
    /// <param name="name">What is probed.</param>
    /// <param name="trial">Tries it, cleans up, and says what it did.</param>
    public static Feature Try(string name, Func<string> trial)
    {
        try
        {
            return new Feature(name, Availability.Yes, trial());
        }
        catch (BpfException error)
        {
            return FromError(name, error);
        }
    }

    /// <summary>The answer that an error gives.</summary>
    public static Feature FromError(string name, BpfException error)
    {
        string evidence = error.Errno == Errno.None ? $"{error.Operation}: not possible" : $"{error.Operation}: {error.Errno.Describe()}";
        // With a capability missing, EPERM tells of the process and not of the kernel.
        bool isAboutProcess = error is BpfPermissionException { IsForLackOfPrivilege: true };
        return new Feature(name, isAboutProcess ? Availability.Unknown : Availability.No, evidence, error.Cause);
    }
}
