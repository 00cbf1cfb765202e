using System.Text;

namespace Waggle.Linux.Interop;

/// <summary>A file system mounted nowhere: reached through a descriptor only, seen by no other process, gone when it is closed.</summary>
/// <remarks><c>fsopen(2)</c>, <c>fsconfig(2)</c> and <c>fsmount(2)</c> are in Linux since 5.2 and need <c>CAP_SYS_ADMIN</c>.</remarks>
internal static class DetachedMount
{
    private const int CloseOnExec = 1;  // FSOPEN_CLOEXEC, FSMOUNT_CLOEXEC
    private const int CommandCreate = 6; // FSCONFIG_CMD_CREATE
    private const int NoSuid = 0x2, NoDevices = 0x4, NoExecution = 0x8; // MOUNT_ATTR_*

    /// <summary>Mounts a file system; null on failure, with errno in <see cref="Libc.LastError"/>.</summary>
    public static unsafe SafeDescriptor? TryCreate(string fileSystem)
    {
        byte[] name = Encoding.UTF8.GetBytes(fileSystem + "\0");
        nint context;
        fixed (byte* pointer = name)
            context = Libc.SystemCall(SystemCallNumbers.FsOpen, (nint)pointer, CloseOnExec, 0, 0, 0, 0);
        if (context < 0) return null;

        nint mount = Libc.SystemCall(SystemCallNumbers.FsConfig, context, CommandCreate, 0, 0, 0, 0);
        if (mount >= 0)
            mount = Libc.SystemCall(SystemCallNumbers.FsMount, context, CloseOnExec, NoSuid | NoDevices | NoExecution, 0, 0, 0);

        _ = Libc.Close((int)context);
        return mount < 0 ? null : new SafeDescriptor(mount);
    }
}
