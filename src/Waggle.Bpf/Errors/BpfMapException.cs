
namespace Waggle.Bpf.Errors;

/// <summary>A map can't be created, used or read as asked.</summary>
public sealed class BpfMapException : BpfException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="operation">What was tried.</param>
    /// <param name="objectName">The map.</param>
    /// <param name="errno">What the kernel answered; <see cref="Errors.Errno.None"/> if it was not asked.</param>
    /// <param name="cause">Likely cause and what to do.</param>
    public BpfMapException(string operation, string objectName, Errno errno, string cause)
        : base(operation, objectName, errno, cause)
    {
    }

    /// <summary>An exception that explains what a map operation answered.</summary>
    /// <param name="operation">What was tried.</param>
    /// <param name="map">The map.</param>
    /// <param name="errno">What the engine answered.</param>
    public static BpfException FromErrno(string operation, string map, Errno errno) => errno switch
    {
        Errno.TooBig => new BpfMapException(operation, map, errno, "The map is full, or an index lies behind its last entry."),
        Errno.Exists => new BpfMapException(operation, map, errno, "The key is in the map already."),
        Errno.NoEntry => new BpfMapException(operation, map, errno, "The key is not in the map."),
        Errno.AccessDenied => new BpfMapException(operation, map, errno, "The map is frozen or was created read-only."),
        Errno.Busy => new BpfMapException(operation, map, errno, "Another CPU holds that part of the map, or the map is mapped writable; try again."),
        Errno.NoMemory => new BpfMapException(operation, map, errno, "There is not enough memory: ask for fewer entries or smaller values."),
        Errno.OperationNotSupported or Errno.NotSupported => new BpfNotSupportedException(operation, map, errno, "This kind of map can't do that."),
        _ => new BpfMapException(operation, map, errno, "The engine took no part of the request."),
    };
}
