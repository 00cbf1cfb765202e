using System.Globalization;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Links;

/// <summary>tracefs, the kernel's list of tracepoints.</summary>
/// <remarks>Where it is mounted, that mount is used. Where it is not, it is mounted detached: reached through a descriptor of this
/// object only, seen by no other process, and gone when the object is disposed (Linux 5.2). Thread-safe.</remarks>
public sealed class TraceFs : IDisposable
{
    private const string Operation = "read tracefs";

    private readonly SafeDescriptor _root;

    private TraceFs(SafeDescriptor root, string location, bool isDetached) =>
        (_root, Location, IsDetached) = (root, location, isDetached);

    /// <summary>Where it was found: a path, or "detached mount".</summary>
    public string Location { get; }

    /// <summary>Whether it is mounted for this object only.</summary>
    public bool IsDetached { get; }

    /// <summary>Opens tracefs.</summary>
    /// <exception cref="BpfPermissionException">It is not mounted, and the process may not mount it (CAP_SYS_ADMIN).</exception>
    /// <exception cref="BpfNotSupportedException">The kernel has no tracefs, or is older than Linux 5.2 and has it not mounted.</exception>
    public static TraceFs Open()
    {
        OperatingSystemGuard.ThrowIfNotLinux(Operation);
        string? mountPoint = MountTable.FindMountPoint("tracefs", KernelFile.TryReadText("/proc/self/mountinfo") ?? "");
        if (mountPoint is not null && KernelFile.TryOpenDirectory(mountPoint) is { } mounted) return new TraceFs(mounted, mountPoint, isDetached: false);

        return OpenDetached();
    }

    /// <summary>Mounts tracefs for this object only, even where it is mounted already.</summary>
    /// <exception cref="BpfPermissionException">The process may not mount (CAP_SYS_ADMIN).</exception>
    /// <exception cref="BpfNotSupportedException">The kernel has no tracefs, or is older than Linux 5.2.</exception>
    internal static TraceFs OpenDetached()
    {
        if (DetachedMount.TryCreate("tracefs") is { } detached) return new TraceFs(detached, "detached mount", isDetached: true);

        Errno error = Libc.LastError;
        throw error is Errno.NoDevice or Errno.NotImplemented
            ? new BpfNotSupportedException(Operation, "tracefs", error,
                "It is not mounted, and the kernel lacks it (CONFIG_TRACING) or can't mount it detached (before Linux 5.2): "
                + "mount it with 'mount -t tracefs tracefs /sys/kernel/tracing', or use raw tracepoints, which do without.")
            : KernelError.Other(Operation, "tracefs, which is not mounted", error, Capability.SysAdmin);
    }

    /// <summary>The number by which <c>perf_event_open(2)</c> knows a tracepoint.</summary>
    /// <exception cref="BpfAttachException">There is no such tracepoint; the text suggests close names.</exception>
    /// <exception cref="BpfPermissionException">The process may not read tracefs.</exception>
    public uint ReadTracepointId(string category, string name)
    {
        string text = ReadOfTracepoint(category, name, "id");
        return uint.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out uint id)
            ? id
            : throw new BpfException(Operation, $"tracepoint {category}/{name}", Errno.None, $"Its id should be a number, and is \"{text.Trim()}\".");
    }

    /// <summary>The kernel's description of a tracepoint's fields, as text.</summary>
    /// <exception cref="BpfAttachException">There is no such tracepoint; the text suggests close names.</exception>
    /// <exception cref="BpfPermissionException">The process may not read tracefs.</exception>
    public string ReadFormat(string category, string name) => ReadOfTracepoint(category, name, "format");

    /// <summary>All tracepoints, in the kernel's order.</summary>
    /// <exception cref="BpfPermissionException">The process may not read tracefs.</exception>
    public IReadOnlyList<TracepointName> ListTracepoints()
    {
        string text = KernelFile.TryRead(_root, "available_events") ?? throw ReadError("its list of tracepoints", Libc.LastError);
        var names = new List<TracepointName>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) names.Add(new TracepointName(line[..colon], line[(colon + 1)..]));
        }
        return names;
    }

    /// <summary>Functions of the kernel and its modules that ftrace, and so many kprobes at once, can stop at.</summary>
    /// <exception cref="BpfPermissionException">The process may not read tracefs.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel is built without function tracing.</exception>
    public IEnumerable<string> ListFunctions()
    {
        string? text = KernelFile.TryRead(_root, "available_filter_functions");
        if (text is null)
        {
            Errno error = Libc.LastError;
            throw error == Errno.NoEntry
                ? new BpfNotSupportedException(Operation, "its list of functions", error, "The kernel is built without function tracing (CONFIG_FUNCTION_TRACER).")
                : ReadError("its list of functions", error);
        }
        // "name", with " [module]" behind names of modules
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', '\t')[0]);
    }

    /// <summary>Lets go of it; a detached mount is gone.</summary>
    public void Dispose() => _root.Dispose();

    private string ReadOfTracepoint(string category, string name, string file)
    {
        if (!IsPlainName(category) || !IsPlainName(name))
            throw new BpfAttachException("find a tracepoint", $"'{category}/{name}'", Errno.None,
                "A tracepoint is named by category and name, such as sched/sched_process_exec.");
        return KernelFile.TryRead(_root, $"events/{category}/{name}/{file}") ?? throw (Libc.LastError switch
        {
            Errno.NoEntry => UnknownTracepoint(category, name),
            Errno error => ReadError($"tracepoint {category}/{name}", error),
        });
    }

    private BpfAttachException UnknownTracepoint(string category, string name)
    {
        IReadOnlyList<TracepointName> all = ListTracepoints();
        IEnumerable<string> sameName = all.Where(t => t.Name == name).Select(t => t.ToString());
        string suggestion = sameName.Any()
            ? $" Did you mean {string.Join(" or ", sameName.Select(t => $"'{t}'"))}?"
            : CloseNames.Suggest($"{category}/{name}", all.Select(t => t.ToString()));
        return new BpfAttachException("find a tracepoint", $"{category}/{name}", Errno.NoEntry,
            $"The kernel has no tracepoint '{name}' in category '{category}'.{suggestion}");
    }

    private BpfException ReadError(string target, Errno error) => error == Errno.AccessDenied
        ? new BpfPermissionException(Operation, target, error, $"Only root may read {Location}: run as root or with sudo.")
        : KernelError.Other(Operation, target, error, Capability.SysAdmin);

    private static bool IsPlainName(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
