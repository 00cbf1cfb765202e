namespace Waggle.Vm.Maps;

// Stands in for Waggle.Bpf.Errors.Errno until that is here.
internal enum Errno
{
    None = 0,
    NotPermitted = 1,
    NoEntry = 2,
    TooBig = 7,
    BadDescriptor = 9,
    TryAgain = 11,
    NoMemory = 12,
    AccessDenied = 13,
    Busy = 16,
    Exists = 17,
    Invalid = 22,
    NoSpace = 28,
    OutOfRange = 34,
    OperationNotSupported = 95,
    NotSupported = 524,
}
