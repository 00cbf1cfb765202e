using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;

namespace Waggle.Vm.KernelTests.Packets;

/// <summary>A program of a kernel suite, with what it needs of its object and nothing else.</summary>
/// <param name="File">The object's name.</param>
/// <param name="Object">The object.</param>
/// <param name="Spec">The program.</param>
internal sealed record SuiteProgram(string File, BpfObject Object, ProgramSpec Spec)
{
    /// <summary>How the list of exceptions names it.</summary>
    public string Name => $"{File} {Spec.Name}";

    /// <summary>Whether the kernel can run its type on made-up input (the test_run operations of Linux 6.18).</summary>
    public static bool IsTestable(ProgramType type) => type is ProgramType.Xdp or ProgramType.SchedCls or ProgramType.SchedAct or ProgramType.SocketFilter or ProgramType.CgroupSkb
        or ProgramType.LwtIn or ProgramType.LwtOut or ProgramType.LwtXmit or ProgramType.LwtSeg6Local or ProgramType.RawTracepoint or ProgramType.Syscall
        or ProgramType.SkLookup or ProgramType.FlowDissector or ProgramType.Netfilter;

    /// <summary>The program, the maps that it uses, and the programs that those hold.</summary>
    public BpfObject Part()
    {
        HashSet<string> programs = [], maps = [];
        AddProgram(Spec.Name);
        foreach (MapSpec map in Object.Maps) map.IsPinnedByName = false; // nothing is left behind, and runs begin alike
        return new BpfObject
        {
            Name = Object.Name,
            License = Object.License,
            Programs = [.. Object.Programs.Where(p => programs.Contains(p.Name)).Select(p => p with { IsLoadedByDefault = true })],
            // A map of maps refers to the inner one by name.
            Maps = [.. Object.Maps.Where(m => maps.Contains(m.Name))],
            Externs = Object.Externs,
            Btf = Object.Btf,
        };

        void AddProgram(string name)
        {
            if (!programs.Add(name)) return;
            ProgramSpec program = Object.Programs.First(p => p.Name == name);
            foreach (var reference in program.MapReferences) AddMap(reference.MapName);
        }

        void AddMap(string name)
        {
            if (!maps.Add(name) || Object.Maps.FirstOrDefault(m => m.Name == name) is not { } map) return;
            foreach (MapInitialEntry entry in map.InitialEntries)
            {
                if (Object.Programs.Any(p => p.Name == entry.Target)) AddProgram(entry.Target);
                else AddMap(entry.Target);
            }
        }
    }
}
