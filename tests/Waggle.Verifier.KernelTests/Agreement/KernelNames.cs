using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Verifier.KernelTests.Agreement;

/// <summary>What the running kernel has a name for in its own enumerations, whose last member says how many there are.</summary>
internal static class KernelNames
{
    /// <summary>What the kernel has no number for: the type of a program, its place in a cgroup, or the type of a map that it names.</summary>
    /// <returns>Null if it has all.</returns>
    public static string? MissingOf(BpfObject obj, ProgramSpec program, Btf types)
    {
        if (program.Type != ProgramType.Unspecified && (int)program.Type >= CountOf(types, "bpf_prog_type", "__MAX_BPF_PROG_TYPE")) return $"program type {program.Type}";
        if (program.Type == ProgramType.CgroupSockAddr && program.ExpectedAttachType >= CountOf(types, "bpf_attach_type", "__MAX_BPF_ATTACH_TYPE"))
            return $"attach type {(AttachType)program.ExpectedAttachType}";
        int maps = CountOf(types, "bpf_map_type", "__MAX_BPF_MAP_TYPE");
        foreach (MapReference reference in program.MapReferences)
        {
            if (obj.Maps.FirstOrDefault(m => m.Name == reference.MapName) is { } map && (int)map.Type >= maps) return $"map type {map.Type}";
        }
        return null;
    }

    // Older kernels do not name how many there are.
    private static int CountOf(Btf types, string enumeration, string last)
    {
        Assert.True(types.TryFind(enumeration, out _, out BtfEnum? found));
        return found.Values.FirstOrDefault(v => v.Name == last) is { Name: not null } count ? (int)count.Value : (int)found.Values.Max(v => v.Value) + 1;
    }
}
