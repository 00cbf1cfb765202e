namespace Waggle.Bpf.Errors;

/// <summary>Error numbers of Linux that this library tells apart (asm-generic/errno-base.h and errno.h; the same on x86-64 and arm64).</summary>
/// <remarks>Any other number may be held too.</remarks>
public enum Errno
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>Operation not permitted (EPERM).</summary>
    NotPermitted = 1,

    /// <summary>No such file, entry or tracepoint (ENOENT).</summary>
    NoEntry = 2,

    /// <summary>No such process (ESRCH).</summary>
    NoProcess = 3,

    /// <summary>Interrupted system call (EINTR).</summary>
    Interrupted = 4,

    /// <summary>Argument list, or program, too big; map full (E2BIG).</summary>
    TooBig = 7,

    /// <summary>Bad file descriptor (EBADF).</summary>
    BadDescriptor = 9,

    /// <summary>Try again (EAGAIN).</summary>
    TryAgain = 11,

    /// <summary>Out of memory (ENOMEM).</summary>
    NoMemory = 12,

    /// <summary>Permission denied (EACCES).</summary>
    AccessDenied = 13,

    /// <summary>Device or resource busy (EBUSY).</summary>
    Busy = 16,

    /// <summary>Exists already (EEXIST).</summary>
    Exists = 17,

    /// <summary>No such device (ENODEV).</summary>
    NoDevice = 19,

    /// <summary>Invalid argument (EINVAL).</summary>
    Invalid = 22,

    /// <summary>Too many open files in the system (ENFILE).</summary>
    SystemFileTableFull = 23,

    /// <summary>Too many open files in the process (EMFILE).</summary>
    TooManyOpenFiles = 24,

    /// <summary>No space left: a buffer given to the kernel is too small (ENOSPC).</summary>
    NoSpace = 28,

    /// <summary>Number out of range (ERANGE).</summary>
    OutOfRange = 34,

    /// <summary>Function not implemented (ENOSYS).</summary>
    NotImplemented = 38,

    /// <summary>Link has been severed: what a BPF link was attached to is gone (ENOLINK).</summary>
    NoLink = 67,

    /// <summary>Operation not supported (EOPNOTSUPP).</summary>
    OperationNotSupported = 95,

    /// <summary>No such family of addresses (EAFNOSUPPORT).</summary>
    FamilyNotSupported = 97,

    /// <summary>Stale: what the request took for granted has changed meanwhile (ESTALE).</summary>
    Stale = 116,

    /// <summary>Operation not supported, the kernel's own number that leaks out of some BPF calls (ENOTSUPP).</summary>
    NotSupported = 524,
}
