
namespace Waggle.Bpf.Errors;

/// <summary>The kernel, or another engine, refused something, or lacks it: the message names the operation, the object and the likely cause.</summary>
public class BpfException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="operation">What was tried, such as "create a map".</param>
    /// <param name="objectName">What it was tried on, such as "map 'events' (RingBuffer)".</param>
    /// <param name="errno">What the kernel answered; <see cref="Errors.Errno.None"/> if it was not asked.</param>
    /// <param name="cause">Likely cause and what to do, in full sentences.</param>
    public BpfException(string operation, string objectName, Errno errno, string cause)
        : base(Compose(operation, objectName, errno, cause)) =>
        (Operation, Object, Errno, Cause) = (operation, objectName, errno, cause);

    /// <summary>Creates the exception with a message of its own.</summary>
    /// <param name="message">The message.</param>
    /// <param name="operation">What was tried.</param>
    /// <param name="objectName">What it was tried on.</param>
    /// <param name="errno">What the engine answered; <see cref="Errors.Errno.None"/> if it was not asked.</param>
    /// <param name="cause">Likely cause and what to do.</param>
    protected BpfException(string message, string operation, string objectName, Errno errno, string cause)
        : base(message) =>
        (Operation, Object, Errno, Cause) = (operation, objectName, errno, cause);

    /// <summary>What was tried, such as "create a map".</summary>
    public string Operation { get; }

    /// <summary>What it was tried on, such as "map 'events' (RingBuffer)".</summary>
    public string Object { get; }

    /// <summary>What the kernel answered; <see cref="Errors.Errno.None"/> if it was not asked.</summary>
    public Errno Errno { get; }

    /// <summary>Likely cause and what to do about it.</summary>
    public string Cause { get; }

    private static string Compose(string operation, string objectName, Errno errno, string cause)
    {
        string what = objectName.Length == 0 ? $"Can't {operation}" : $"Can't {operation}: {objectName}";
        return errno == Errno.None ? $"{what}. {cause}" : $"{what}: {errno.Describe()}. {cause}";
    }
}
