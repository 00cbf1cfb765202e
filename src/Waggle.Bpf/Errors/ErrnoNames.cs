using System.Globalization;
using System.Runtime.InteropServices;

namespace Waggle.Bpf.Errors;

/// <summary>Texts of error numbers.</summary>
public static class ErrnoNames
{
    /// <summary>The name that manual pages use: "EPERM"; "errno 99" for a number that has no row.</summary>
    public static string Name(this Errno errno) => errno switch
    {
        Errno.None => "no error",
        Errno.NotPermitted => "EPERM",
        Errno.NoEntry => "ENOENT",
        Errno.NoProcess => "ESRCH",
        Errno.Interrupted => "EINTR",
        Errno.TooBig => "E2BIG",
        Errno.BadDescriptor => "EBADF",
        Errno.TryAgain => "EAGAIN",
        Errno.NoMemory => "ENOMEM",
        Errno.AccessDenied => "EACCES",
        Errno.Busy => "EBUSY",
        Errno.Exists => "EEXIST",
        Errno.NoDevice => "ENODEV",
        Errno.Invalid => "EINVAL",
        Errno.SystemFileTableFull => "ENFILE",
        Errno.TooManyOpenFiles => "EMFILE",
        Errno.NoSpace => "ENOSPC",
        Errno.OutOfRange => "ERANGE",
        Errno.NotImplemented => "ENOSYS",
        Errno.NoLink => "ENOLINK",
        Errno.FamilyNotSupported => "EAFNOSUPPORT",
        Errno.Stale => "ESTALE",
        Errno.OperationNotSupported => "EOPNOTSUPP",
        Errno.NotSupported => "ENOTSUPP",
        _ => string.Create(CultureInfo.InvariantCulture, $"errno {(int)errno}"),
    };

    /// <summary>The name and what the C library says of it: "EPERM: Operation not permitted".</summary>
    public static string Describe(this Errno errno) =>
        errno == Errno.NotSupported ? "ENOTSUPP: Operation not supported"
        : OperatingSystem.IsLinux() ? $"{errno.Name()}: {Marshal.GetPInvokeErrorMessage((int)errno)}"
        : errno.Name(); // elsewhere the C library has other numbers
}
