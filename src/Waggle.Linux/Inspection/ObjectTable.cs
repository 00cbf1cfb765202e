using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Inspection;

/// <summary>One of the kernel's four numbered kinds of object, by the commands that list and open them.</summary>
internal sealed record ObjectTable(string Kind, BpfCommand Next, BpfCommand Open)
{
    public static readonly ObjectTable Programs = new("program", BpfCommand.BPF_PROG_GET_NEXT_ID, BpfCommand.BPF_PROG_GET_FD_BY_ID);
    public static readonly ObjectTable Maps = new("map", BpfCommand.BPF_MAP_GET_NEXT_ID, BpfCommand.BPF_MAP_GET_FD_BY_ID);
    public static readonly ObjectTable Links = new("link", BpfCommand.BPF_LINK_GET_NEXT_ID, BpfCommand.BPF_LINK_GET_FD_BY_ID);
    public static readonly ObjectTable Btf = new("BTF object", BpfCommand.BPF_BTF_GET_NEXT_ID, BpfCommand.BPF_BTF_GET_FD_BY_ID);

    /// <summary>Numbers in use, in order. Objects come and go meanwhile; one that stays is listed.</summary>
    public IEnumerable<uint> Ids()
    {
        OperatingSystemGuard.ThrowIfNotLinux($"list {Kind}s");
        for (uint id = 0; ;)
        {
            switch (KernelObject.NextId(Next, id, out uint next))
            {
                case Errno.None:
                    yield return id = next;
                    break;
                case Errno.NoEntry:
                    yield break;
                case Errno error:
                    throw Refusal($"list {Kind}s", "", error);
            }
        }
    }

    /// <summary>Opens an object; null if there is none of this number (any more).</summary>
    public SafeDescriptor? TryOpen(uint id)
    {
        OperatingSystemGuard.ThrowIfNotLinux($"open a {Kind}");
        if (KernelObject.Open(Open, id) is { } descriptor) return descriptor;
        Errno error = Libc.LastError;
        return error == Errno.NoEntry ? null : throw Refusal($"open a {Kind}", $"{Kind} {id}", error);
    }

    /// <summary>Reads what the kernel says of an object.</summary>
    public void ReadInfo<T>(SafeDescriptor descriptor, ref T info) where T : unmanaged
    {
        Errno error = KernelObject.ReadInfo(descriptor, ref info);
        if (error != Errno.None) throw Refusal($"read what the kernel says of a {Kind}", "", error);
    }

    // An older kernel knows the command not at all, and says EINVAL.
    private static BpfException Refusal(string operation, string target, Errno error) => error == Errno.Invalid
        ? new BpfNotSupportedException(operation, target, error, $"Linux {KernelRelease.Text} is too old: programs and maps can be listed since 4.13, BTF since 5.3, links since 5.8.")
        : KernelError.Other(operation, target, error, Capability.SysAdmin);
}
