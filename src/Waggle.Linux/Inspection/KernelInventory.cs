using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Types;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;
using Waggle.Linux.Maps;
using Waggle.Linux.Programs;

namespace Waggle.Linux.Inspection;

/// <summary>The programs, maps, links and BTF objects that are in the kernel, whoever made them.</summary>
/// <remarks>Thread-safe. Lists are read as they are gone over, and objects come and go meanwhile: one that stays is seen once. Needs
/// CAP_SYS_ADMIN. Programs and maps since Linux 4.13, BTF since 5.3, links since 5.8.</remarks>
public static class KernelInventory
{
    /// <summary>Programs, in order of number.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static IEnumerable<KernelProgramInfo> Programs()
    {
        var names = new FullNames(); // programs of one object share their BTF
        return Read(ObjectTable.Programs, (_, descriptor) => ProgramInfoReading.Read(descriptor, names));
    }

    /// <summary>Maps, in order of number.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static IEnumerable<KernelMapInfo> Maps() => Read(ObjectTable.Maps, (_, descriptor) => ReadMap(descriptor));

    /// <summary>Links, in order of number.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel is older than Linux 5.8.</exception>
    public static IEnumerable<KernelLinkInfo> Links() => Read(ObjectTable.Links, (_, descriptor) => LinkInfoReading.Read(descriptor));

    /// <summary>BTF objects, in order of number.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel is older than Linux 5.3.</exception>
    public static IEnumerable<KernelBtfInfo> BtfObjects() => Read(ObjectTable.Btf, (_, descriptor) => BtfInfoReading.Read(descriptor));

    /// <summary>One program; null if there is none of this number.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static KernelProgramInfo? FindProgram(uint id) =>
        Find(ObjectTable.Programs, id, descriptor => ProgramInfoReading.Read(descriptor, new FullNames()));

    /// <summary>One map; null if there is none of this number.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static KernelMapInfo? FindMap(uint id) => Find(ObjectTable.Maps, id, ReadMap);

    /// <summary>One link; null if there is none of this number.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static KernelLinkInfo? FindLink(uint id) => Find(ObjectTable.Links, id, LinkInfoReading.Read);

    /// <summary>The instructions of a program as the verifier left them, with its functions and source lines; null if there is none of this number.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN, or kernel.kptr_restrict hides programs from it.</exception>
    public static ProgramCode? ReadCode(uint programId) => Find(ObjectTable.Programs, programId, ProgramCodeReading.Read);

    /// <summary>The types of a BTF object; null if there is none of this number. A module's are read together with the kernel's.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    /// <exception cref="BtfFormatException">They are of a form that this library does not know.</exception>
    public static Btf? ReadBtf(uint id) => Find(ObjectTable.Btf, id, BtfInfoReading.ReadTypes);

    /// <summary>The raw bytes of a BTF object; null if there is none of this number.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static byte[]? ReadBtfBytes(uint id) => Find(ObjectTable.Btf, id, BtfInfoReading.ReadBytes);

    /// <summary>Opens a program, to run, pin or attach it; null if there is none of this number. What it was made from is not known:
    /// its instructions are empty.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static KernelProgram? OpenProgram(uint id) => OpenProgram(id, section: "");

    /// <summary>Opens a program, to attach it where a section says; null if there is none of this number.</summary>
    /// <param name="id">The kernel's number for it.</param>
    /// <param name="section">The hook as a section names it, such as "tracepoint/sched/sched_switch"; it must be one for the program's type.</param>
    /// <exception cref="BpfAttachException">The section is for programs of another type.</exception>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static KernelProgram? OpenProgram(uint id, string section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Wrap(ObjectTable.Programs, id, descriptor => ProgramInfoReading.Wrap(descriptor, section));
    }

    /// <summary>Opens a map; null if there is none of this number.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static KernelMap? OpenMap(uint id) => KernelMap.TryOpen(id);

    /// <summary>Opens a link, to pin it or to detach it; null if there is none of this number. Disposing it detaches nothing as long as
    /// its owner holds it.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static Link? OpenLink(uint id) => Wrap(ObjectTable.Links, id, descriptor => new OpenedLink(id, descriptor));

    /// <summary>Detaches a link, whoever holds it (<c>BPF_LINK_DETACH</c>, Linux 5.9): cgroup, XDP, tcx, netkit, network namespace and struct_ops links.</summary>
    /// <returns>Whether there is one of this number.</returns>
    /// <exception cref="BpfNotSupportedException">Links of its kind end only when the last one who holds them lets go.</exception>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static bool DetachLink(uint id)
    {
        using SafeDescriptor? descriptor = ObjectTable.Links.TryOpen(id);
        if (descriptor is null) return false;
        using SafeDescriptor.Lease lease = descriptor.Use();
        var attr = new LinkUpdateAttr { link_fd = lease.Number };
        if (BpfCall.Invoke(BpfCommand.BPF_LINK_DETACH, ref attr) >= 0) return true;

        Errno error = Libc.LastError;
        throw error is Errno.OperationNotSupported or Errno.Invalid
            ? new BpfNotSupportedException("detach a link", $"link {id}", error,
                "The kernel detaches cgroup, XDP, tcx, netkit, network namespace and struct_ops links by force; one of another kind ends "
                + "when the processes that hold it end and its pins are removed.")
            : KernelError.Other("detach a link", $"link {id}", error, Machine.Capability.SysAdmin);
    }

    private static IEnumerable<T> Read<T>(ObjectTable table, Func<uint, SafeDescriptor, T> read)
    {
        foreach (uint id in table.Ids())
        {
            using SafeDescriptor? descriptor = table.TryOpen(id);
            if (descriptor is not null) yield return read(id, descriptor); // one that has gone meanwhile is left out
        }
    }

    private static T? Find<T>(ObjectTable table, uint id, Func<SafeDescriptor, T> read) where T : class
    {
        using SafeDescriptor? descriptor = table.TryOpen(id);
        return descriptor is null ? null : read(descriptor);
    }

    private static T? Wrap<T>(ObjectTable table, uint id, Func<SafeDescriptor, T> wrap) where T : class
    {
        SafeDescriptor? descriptor = table.TryOpen(id);
        if (descriptor is null) return null;
        try
        {
            return wrap(descriptor);
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    private static KernelMapInfo ReadMap(SafeDescriptor descriptor)
    {
        MapInfo info = default;
        ObjectTable.Maps.ReadInfo(descriptor, ref info);
        return new KernelMapInfo
        {
            Id = info.id,
            Type = (Bpf.Catalog.MapType)info.type,
            Name = info.name.ToString(),
            KeySizeInBytes = (int)info.key_size,
            ValueSizeInBytes = (int)info.value_size,
            MaxEntries = info.max_entries,
            Flags = (MapFlags)info.map_flags,
            Extra = info.map_extra,
            LockedMemoryInBytes = FdInfo.Read(descriptor, "memlock"),
            IsFrozen = FdInfo.Read(descriptor, "frozen") != 0,
            BtfId = info.btf_id,
            KeyTypeId = info.btf_key_type_id,
            ValueTypeId = info.btf_value_type_id,
            KernelValueTypeId = info.btf_vmlinux_value_type_id,
        };
    }

    private sealed class OpenedLink(uint id, SafeDescriptor link) : Link("program", $"link {id}", link);
}
