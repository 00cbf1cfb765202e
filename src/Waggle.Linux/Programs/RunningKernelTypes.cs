using Waggle.Bpf.Errors;
using Waggle.Bpf.Types;

namespace Waggle.Linux.Programs;

/// <summary>The running kernel's own BTF, read once for the process, and its modules'.</summary>
internal static class RunningKernelTypes
{
    public const string Path = $"{Folder}/vmlinux";

    private const string Folder = "/sys/kernel/btf";

    // A failure is not kept: sysfs may be mounted later.
    private static readonly Lock s_lock = new();
    private static Btf? s_types;
    private static ModuleTypesFolder? s_modules;

    /// <exception cref="BpfNotSupportedException">The kernel is built without BTF, or sysfs is not mounted.</exception>
    public static Btf Get()
    {
        lock (s_lock) return s_types ??= Read();
    }

    /// <summary>The kernel's types and those of the modules that are loaded when they are first asked of the result: take one for
    /// each load of an object.</summary>
    /// <exception cref="BpfNotSupportedException">As for <see cref="Get"/>.</exception>
    public static KernelTypes WithModules()
    {
        Btf kernel = Get();
        lock (s_lock) s_modules ??= new ModuleTypesFolder(Folder, kernel);
        return new KernelTypes(kernel, s_modules.Read);
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
