using System.Text;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;
using Waggle.Linux.Machine;
using Waggle.Linux.Maps;
using Waggle.Linux.Programs;

namespace Waggle.Linux.Pins;

/// <summary>A folder of a BPF file system, where programs, maps and links live on under a name after their process has ended (Linux 4.4).</summary>
/// <remarks>Thread-safe. A name that is pinned holds its object until it is unpinned or the file system is unmounted.</remarks>
public sealed class PinFolder : IDisposable
{
    private readonly SafeDescriptor _folder;
    private readonly string _location;

    private PinFolder(SafeDescriptor folder, string location) => (_folder, _location) = (folder, location);

    /// <summary>Opens a folder where a BPF file system is mounted, such as /sys/fs/bpf.</summary>
    /// <exception cref="BpfException">There is no such folder, or it may not be opened.</exception>
    public static PinFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        const string Operation = "open a folder for pins";
        OperatingSystemGuard.ThrowIfNotLinux(Operation);
        if (KernelFile.TryOpenDirectory(path) is { } folder) return new PinFolder(folder, path);
        Errno error = Libc.LastError;
        throw error == Errno.NoEntry
            ? new BpfException(Operation, path, error, "There is no such folder. Pins are on a BPF file system: mount -t bpf bpf /sys/fs/bpf, where none is yet.")
            : KernelError.Other(Operation, path, error, Capability.Bpf);
    }

    /// <summary>Mounts a BPF file system that only this object reaches (Linux 5.2). Its pins go when it is disposed.</summary>
    /// <exception cref="BpfPermissionException">The process may not mount (CAP_SYS_ADMIN).</exception>
    public static PinFolder OpenDetached()
    {
        OperatingSystemGuard.ThrowIfNotLinux("mount a BPF file system");
        SafeDescriptor folder = DetachedMount.TryCreate("bpf") ?? throw KernelError.Other("mount a BPF file system", "", Libc.LastError, Capability.SysAdmin);
        return new PinFolder(folder, "a detached mount");
    }

    /// <summary>Gives a link a name; disposing the link then detaches nothing until the name is gone too.</summary>
    /// <exception cref="BpfNotSupportedException">No BPF link holds the attachment.</exception>
    /// <exception cref="BpfException">The name is taken, or the folder is on no BPF file system.</exception>
    public void Pin(Link link, string name)
    {
        ArgumentNullException.ThrowIfNull(link);
        Pin(link.RequireDescriptor("pin a link"), link.ToString(), name);
    }

    /// <summary>Gives a program a name.</summary>
    /// <exception cref="BpfException">The name is taken, or the folder is on no BPF file system.</exception>
    public void Pin(KernelProgram program, string name)
    {
        ArgumentNullException.ThrowIfNull(program);
        Pin(program.Descriptor, program.ToString(), name);
    }

    /// <summary>Gives a map a name.</summary>
    /// <exception cref="BpfException">The name is taken, or the folder is on no BPF file system.</exception>
    public void Pin(KernelMap map, string name)
    {
        ArgumentNullException.ThrowIfNull(map);
        Pin(map.Descriptor, map.ToString(), name);
    }

    /// <summary>Takes a name away.</summary>
    /// <returns>Whether there was one.</returns>
    /// <remarks>The kernel lets go of what nobody else holds a moment after this returns: a program that was attached by a pinned link may
    /// run once more. <see cref="Link.ForceDetach"/> before it stops the program at once, where the kind of link allows it.</remarks>
    public bool Unpin(string name)
    {
        using SafeDescriptor.Lease lease = _folder.Use();
        string path = PathOf(lease, name);
        if (!File.Exists(path)) return false;
        File.Delete(path);
        return true;
    }

    /// <summary>Names in the folder; at the root of a file system the kernel adds maps.debug and progs.debug.</summary>
    public IReadOnlyList<string> List()
    {
        using SafeDescriptor.Lease lease = _folder.Use();
        return [.. Directory.EnumerateFiles($"/proc/self/fd/{lease.Number}/").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
    }

    /// <summary>Opens a pinned link. It detaches once it is disposed and the name is gone.</summary>
    /// <exception cref="BpfException">There is no such name, or it is no link's.</exception>
    public Link OpenLink(string name) => Open(name, "link", descriptor => new PinnedLink(name, descriptor));

    /// <summary>Opens a pinned program. What it was made from is not known any more: its instructions are empty.</summary>
    /// <exception cref="BpfException">There is no such name, or it is no program's.</exception>
    public KernelProgram OpenProgram(string name) => Open(name, "prog", descriptor =>
    {
        ProgramInfo info = ReadInfo<ProgramInfo>(descriptor);
        return new KernelProgram(
            new ProgramSpec { Name = info.name.ToString(), Section = "", Type = (ProgramType)info.type, Instructions = [] }, descriptor, verifierLog: null);
    });

    /// <summary>Opens a pinned map.</summary>
    /// <exception cref="BpfException">There is no such name, or it is no map's.</exception>
    public KernelMap OpenMap(string name) => Open(name, "map", descriptor =>
    {
        MapInfo info = ReadInfo<MapInfo>(descriptor);
        return KernelMap.FromDescriptor(new MapSpec(info.name.ToString(), (MapType)info.type)
        {
            KeySizeInBytes = (int)info.key_size,
            ValueSizeInBytes = (int)info.value_size,
            MaxEntries = info.max_entries,
        }, descriptor);
    });

    /// <summary>Lets go of the folder; pins in a detached mount are gone.</summary>
    public void Dispose() => _folder.Dispose();

    private unsafe void Pin(SafeDescriptor descriptor, string what, string name)
    {
        using SafeDescriptor.Lease lease = descriptor.Use();
        using SafeDescriptor.Lease folder = _folder.Use();
        fixed (byte* path = Encoding.UTF8.GetBytes(PathOf(folder, name) + "\0"))
        {
            var attr = new ObjectPinAttr { pathname = (ulong)path, bpf_fd = lease.Number };
            if (BpfCall.Invoke(BpfCommand.BPF_OBJ_PIN, ref attr) >= 0) return;
        }
        throw Fail("pin", $"{what} as '{name}'", Libc.LastError);
    }

    private unsafe T Open<T>(string name, string kind, Func<SafeDescriptor, T> wrap) where T : IDisposable
    {
        SafeDescriptor? descriptor;
        using (SafeDescriptor.Lease folder = _folder.Use())
        {
            fixed (byte* path = Encoding.UTF8.GetBytes(PathOf(folder, name) + "\0"))
            {
                var attr = new ObjectPinAttr { pathname = (ulong)path };
                descriptor = BpfCall.Open(BpfCommand.BPF_OBJ_GET, ref attr);
            }
        }
        if (descriptor is null) throw Fail("open a pin", $"'{name}'", Libc.LastError);
        try
        {
            // The three share one number space of descriptors, and the info of one would be misread as that of another.
            using SafeDescriptor.Lease lease = descriptor.Use();
            string target = new FileInfo($"/proc/self/fd/{lease.Number}").LinkTarget ?? "";
            if (!target.Contains($"bpf-{kind}", StringComparison.Ordinal) && !target.Contains($"bpf_{kind}", StringComparison.Ordinal))
                throw new BpfException("open a pin", $"'{name}'", Errno.None, $"It is pinned as another kind of object ({target}).");
            return wrap(descriptor);
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    private static unsafe T ReadInfo<T>(SafeDescriptor descriptor) where T : unmanaged
    {
        T info = default;
        using SafeDescriptor.Lease lease = descriptor.Use();
        var attr = new ObjectInfoAttr { bpf_fd = lease.Number, info_len = (uint)sizeof(T), info = (ulong)&info };
        return BpfCall.Invoke(BpfCommand.BPF_OBJ_GET_INFO_BY_FD, ref attr) >= 0
            ? info
            : throw KernelError.Other("read what the kernel says of a pinned object", "", Libc.LastError, Capability.SysAdmin);
    }

    // The kernel takes a path; through the descriptor it leads into a mount that has none.
    private static string PathOf(SafeDescriptor.Lease folder, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('/', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal) || name[0] == '.')
            throw new ArgumentException($"'{name}' is no name in one folder: it has a slash or starts with a dot.", nameof(name));
        return $"/proc/self/fd/{folder.Number}/{name}";
    }

    private BpfException Fail(string operation, string what, Errno error) => error switch
    {
        Errno.Exists => new BpfException(operation, what, error, $"The name is taken in {_location}: unpin it first."),
        Errno.NoEntry => new BpfException(operation, what, error, $"{_location} has no such name."),
        _ => new BpfException(operation, what, error,
            $"Either {_location} is on no BPF file system (mount -t bpf bpf /sys/fs/bpf), or the process lacks CAP_BPF or may not write there."),
    };
}
