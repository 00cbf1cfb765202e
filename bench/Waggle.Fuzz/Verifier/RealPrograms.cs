using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Verifier;
using Waggle.Vm;
using Waggle.Vm.Execution;

namespace Waggle.Fuzz.Verifier;

/// <summary>Finds the programs of compiled objects that can be changed and compared: accepted, not too long, and such as the embedded engine runs.</summary>
internal static class RealPrograms
{
    private const int MostInstructions = 600, LongestAnalysis = 2_000, MostMapBytes = 1 << 20;
    private const string KernelTypesFile = "/sys/kernel/btf/vmlinux";

    /// <summary>The running kernel's types; null where it has none.</summary>
    public static Btf? KernelTypes { get; } = File.Exists(KernelTypesFile) ? Btf.Read(File.ReadAllBytes(KernelTypesFile)) : null;

    /// <summary>The programs of all objects in a folder, in order of names; none if it is not there.</summary>
    public static IReadOnlyList<RealProgram> In(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        List<RealProgram> found = [];
        using VmEngine engine = new(new VmOptions { CpuCount = 1, HasTimerThread = false, Execution = VmExecution.Interpreter });
        foreach (string file in Directory.GetFiles(folder, "*.o").Order(StringComparer.Ordinal))
        {
            if (TryRead(file) is not { } obj) continue;
            foreach (ProgramSpec program in obj.Programs)
            {
                if (Prepare(obj, program) is { } real && IsAccepted(real) && Runs(real, engine)) found.Add(real);
            }
        }

        return found;
    }

    private static BpfObject? TryRead(string file)
    {
        try
        {
            return BpfObject.Read(file);
        }
        catch (Exception e) when (e is ObjectFormatException or BtfFormatException)
        {
            return null; // some of the kernel's test objects are for other linkers
        }
    }

    private static RealProgram? Prepare(BpfObject obj, ProgramSpec program)
    {
        bool isPlain = program.Type is ProgramType.Xdp or ProgramType.SchedCls or ProgramType.SchedAct or ProgramType.SocketFilter or ProgramType.CgroupSkb
            or ProgramType.Tracepoint or ProgramType.RawTracepoint or ProgramType.Kprobe or ProgramType.PerfEvent or ProgramType.LwtXmit or ProgramType.LwtIn;
        if (!isPlain || program.Instructions.Length > MostInstructions) return null;
        if (!program.CoreRelocations.IsEmpty)
        {
            if (KernelTypes is null || obj.Btf is null) return null;
            CoreResolution resolution = CoreRelocator.Resolve(program, obj.Btf, KernelTypes);
            if (!resolution.Unresolved.IsEmpty) return null;
            program = resolution.Program;
        }

        MapSpec[] maps = [.. obj.Maps.Where(map => program.MapReferences.Any(reference => reference.MapName == map.Name))];
        return maps.All(IsPlain) && program.ExternReferences.All(reference => obj.Externs.Any(e => e.Name == reference.Name && e.Kind == ExternKind.Function))
            ? new RealProgram(new BpfObject
            {
                Name = obj.Name,
                License = "GPL",
                Programs = [program with { CoreRelocations = [], Lines = [], IsLoadedByDefault = true }],
                Maps = [.. maps],
                Externs = obj.Externs,
                Btf = obj.Btf,
            })
            : null;
    }

    // The values of .kconfig are known when an object is loaded, and not before.
    private static bool IsPlain(MapSpec map) => !map.IsPinnedByName && map.Name != ExternSpec.ConfigurationMap && map.InitialEntries.IsEmpty && (long)map.ValueSizeInBytes * map.MaxEntries <= MostMapBytes
        && map.Type is MapType.Array or MapType.PerCpuArray or MapType.Hash or MapType.LruHash or MapType.PerCpuHash or MapType.RingBuffer or MapType.Queue or MapType.Stack
            or MapType.LpmTrie or MapType.BloomFilter or MapType.PerfEventArray or MapType.ProgramArray or MapType.StackTrace;

    private static bool IsAccepted(RealProgram real) =>
        ProgramVerifier.Verify(real.Object, real.Program, new VerifierOptions { KernelTypes = KernelTypes, InstructionLimit = LongestAnalysis }).IsAccepted;

    private static bool Runs(RealProgram real, VmEngine engine)
    {
        try
        {
            using MapSet maps = new(real.Object, engine.Cpus);
            ProgramImage image = new ProgramLinking(real.Program, maps.All, engine.Helpers, new ObjectExterns(real.Object, engine.Options, engine.Helpers)).Link([], isTrusted: false);
            // What the kernel has and the engine does not would be zero here.
            return image.MissingCalls.Count == 0 && real.Program.ExternReferences.All(reference => !real.Program.Instructions[reference.InstructionIndex].IsWide);
        }
        catch (Exception e) when (e is VmLoadException or Waggle.Bpf.Errors.BpfException)
        {
            return false;
        }
    }
}
