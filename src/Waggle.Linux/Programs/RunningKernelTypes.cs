using Waggle.Bpf.Types;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Programs;

/// <summary>The running kernel's own BTF, read once for the process.</summary>
internal static class RunningKernelTypes
{
    public const string Path = "/sys/kernel/btf/vmlinux";

    // A failure is not kept: sysfs may be mounted later.
    private static readonly Lock s_lock = new();
    private static Btf? s_types;

    /// <exception cref="BpfNotSupportedException">The kernel is built without BTF, or sysfs is not mounted.</exception>
    public static Btf Get()
    {
        lock (s_lock) return s_types ??= Read();
    }

    private static Btf Read()
    {
        const string Operation = "read the kernel's types";
        try
        {
            return Btf.Read(File.ReadAllBytes(Path));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BpfNotSupportedException(Operation, Path, Errno.NoEntry,
                "The kernel is built without BTF (CONFIG_DEBUG_INFO_BTF, from Linux 5.4), or sysfs is not mounted at /sys. "
                + "BTF tracepoints and programs that read kernel structures need it.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new BpfPermissionException(Operation, Path, Errno.AccessDenied, "The file is closed to this user: run as root.");
        }
        catch (BtfFormatException error)
        {
            throw new BpfNotSupportedException(Operation, Path, Errno.None, $"Its BTF is of a form that this library does not know: {error.Message}");
        }
    }
}
