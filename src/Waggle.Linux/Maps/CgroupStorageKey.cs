using System.Runtime.InteropServices;
using Waggle.Bpf.Maps;

namespace Waggle.Linux.Maps;

/// <summary>Key of the older cgroup storage maps (<c>struct bpf_cgroup_storage_key</c>, Linux 4.19): there is a value for each cgroup and place
/// that a program which uses the map is attached to.</summary>
/// <param name="CgroupId">Inode number of the cgroup's directory.</param>
/// <param name="AttachType">Place: <c>enum bpf_attach_type</c>.</param>
/// <remarks>For <see cref="BpfMap{TKey,TValue}"/>, and <see cref="PerCpuMap{TKey,TValue}"/> where there is a value for each CPU. Values come and go with
/// attachments: they are read and written, not added or removed. A map with a key of 8 bytes has the cgroup's number alone (Linux 5.9).</remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct CgroupStorageKey(ulong CgroupId, uint AttachType)
{
    private readonly uint _padding = 0;
}
