using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.Tests.Kernels;

public class KernelProfileTests
{
    private const int Loop = 181; // bpf_loop

    public static TheoryData<string> Kernels => KernelTypes.Names;

    [Fact]
    public void WhyNotHelper_NewerThanTheKernel_SaysSinceWhenItIsThere()
    {
        string? why = KernelProfile.Of(new(5, 10)).WhyNotHelper(Loop, ProgramType.Xdp);

        Assert.Equal("bpf_loop needs Linux 5.17; 5.10 was chosen", why);
        Assert.Null(KernelProfile.Of(new(5, 17)).WhyNotHelper(Loop, ProgramType.Xdp));
    }

    [Fact]
    public void WhyNotHelper_OfAnotherType_SaysThatTheTypeHasItNot() =>
        Assert.Equal("programs of type XDP have no bpf_skb_load_bytes", KernelProfile.Latest.WhyNotHelper(26, ProgramType.Xdp));

    [Fact]
    public void WhyNotHelper_GivenToATypeLater_SaysSinceWhenTheTypeHasIt()
    {
        const int CurrentProcess = 14; // bpf_get_current_pid_tgid

        Assert.Equal("bpf_get_current_pid_tgid in programs of type XDP needs Linux 6.10; 6.1 was chosen", KernelProfile.Of(new(6, 1)).WhyNotHelper(CurrentProcess, ProgramType.Xdp));
        Assert.Null(KernelProfile.Of(new(5, 10)).WhyNotHelper(CurrentProcess, ProgramType.Kprobe));
        Assert.Null(KernelProfile.Of(new(6, 12)).WhyNotHelper(CurrentProcess, ProgramType.Xdp));
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(212)]
    public void WhyNotHelper_NoSuchNumber_SaysSo(int number) =>
        Assert.Equal($"no Linux has a helper {number}", KernelProfile.Latest.WhyNotHelper(number, ProgramType.Xdp));

    [Fact]
    public void WhyNot_NewerThanTheKernel_SaysSinceWhenItIsThere()
    {
        KernelProfile kernel = KernelProfile.Of(new(5, 10));

        Assert.Equal("program type NETFILTER needs Linux 6.4; 5.10 was chosen", kernel.WhyNot(ProgramType.Netfilter));
        Assert.Equal("map type ARENA needs Linux 6.9; 5.10 was chosen", kernel.WhyNot(MapType.Arena));
        Assert.Equal("attach type TCX_EGRESS needs Linux 6.6; 5.10 was chosen", kernel.WhyNot(AttachType.TcxEgress));
        Assert.Equal("may_goto needs Linux 6.9; 5.10 was chosen", kernel.WhyNot(KernelFeature.MayGoto));
        Assert.Null(kernel.WhyNot(MapType.RingBuffer));
        Assert.Null(kernel.WhyNot(KernelFeature.BoundedLoops));
        Assert.Equal("no Linux up to 6.18 has a map type 77", kernel.WhyNot((MapType)77));
    }

    [Theory]
    [InlineData("bpf_task_acquire", ProgramType.Tracing, "5.15", "bpf_task_acquire needs Linux 6.2; 5.15 was chosen")]
    [InlineData("bpf_task_acquire", ProgramType.Tracing, "6.6", null)]
    [InlineData("bpf_task_acquire", ProgramType.SkLookup, "6.6", "programs of type SK_LOOKUP can't call bpf_task_acquire")]
    [InlineData("bpf_task_acquire", ProgramType.Xdp, "6.6", "bpf_task_acquire in programs of type XDP needs Linux 6.8; 6.6 was chosen")]
    [InlineData("bpf_task_acquire", ProgramType.Tracepoint, "6.6", "bpf_task_acquire in programs of type TRACEPOINT needs Linux 6.12; 6.6 was chosen")]
    [InlineData("bpf_cpumask_create", ProgramType.Syscall, "6.6", "bpf_cpumask_create in programs of type SYSCALL needs Linux 6.10; 6.6 was chosen")]
    [InlineData("bpf_lookup_user_key", ProgramType.Xdp, "6.12", "bpf_lookup_user_key in programs of type XDP needs Linux 6.18; 6.12 was chosen")]
    [InlineData("cgroup_rstat_flush", ProgramType.Tracing, "6.18", "cgroup_rstat_flush is gone since Linux 6.16; 6.18 was chosen")]
    [InlineData("bpf_no_such", ProgramType.Tracing, "6.18", "no Linux up to 6.18 is known to have a function bpf_no_such for programs")]
    public void WhyNotKernelFunction_ByVersionAndType_SaysWhatIsMissing(string name, ProgramType type, string version, string? expected) =>
        Assert.Equal(expected, KernelProfile.Of(KernelVersion.Parse(version)).WhyNotKernelFunction(name, type));

    [Theory, MemberData(nameof(Kernels))]
    public void Types_OfEachKernel_AreThoseOfItsOwnEnumerations(string name)
    {
        Btf types = KernelTypes.Of(name);
        KernelVersion version = KernelTypes.VersionOf(name);

        Compare("bpf_prog_type", "BPF_PROG_TYPE_", TypeRows.Programs, row => (int)row);
        Compare("bpf_map_type", "BPF_MAP_TYPE_", TypeRows.Maps, row => (int)row);
        Compare("bpf_attach_type", "BPF_", TypeRows.AttachTypes, row => (int)row);

        void Compare<T>(string enumeration, string prefix, Introduction<T>[] rows, Func<T, int> numberOf)
        {
            Assert.True(types.TryFind(enumeration, out _, out BtfEnum? theirs));
            (long, string)[] all = [.. theirs!.Values.Where(v => !v.Name.StartsWith("__", StringComparison.Ordinal)).Select(v => ((long)v.Value, v.Name[prefix.Length..]))];
            string[] expected = [.. all.Where(v => v.Item2 != "UNSPEC" && IsFirst(all, v)).OrderBy(v => v.Item1).Select(v => $"{v.Item1} {v.Item2}")];

            Assert.Equal(expected, rows.Where(row => row.Since <= version).Select(row => $"{numberOf(row.What)} {row.Name}"));
        }
    }

    [Theory, MemberData(nameof(Kernels))]
    public void Helpers_OfEachKernel_AreThoseOfItsOwnEnumeration(string name)
    {
        Assert.True(KernelTypes.Of(name).TryFind("bpf_func_id", out _, out BtfEnum? theirs));
        KernelProfile kernel = KernelProfile.Of(KernelTypes.VersionOf(name));

        int newest = (int)theirs!.Values.Where(v => !v.Name.StartsWith("__", StringComparison.Ordinal)).Max(v => v.Value);

        Assert.Equal(newest, HelperNames.All.Count(helper => KernelVersion.Parse(helper.Since) <= kernel.Version));
    }

    [Fact]
    public void Rows_OfEachFeature_AreThereOnce() =>
        Assert.Equal(Enum.GetValues<KernelFeature>(), KernelFeatureRows.Rows.Select(row => row.What).Order());

    public static TheoryData<string, string?> Instructions => new()
    {
        { "r1 = r2", null },
        { "r1 = *(u64 *)(r2 + 8)", null },
        { "r1 = *(s8 *)(r2 + 8)", "SignExtension" },
        { "r1 = (s16)r2", "SignExtension" },
        { "r1 = bswap16 r1", "ByteSwap" },
        { "r1 = be16 r1", null },
        { "r1 s/= r2", "SignedDivision" },
        { "r1 /= r2", null },
        { "goto +0", null },
        { "gotol +0", "LongJumps" },
        { "if r1 == 1 goto +0", null },
        { "if r1 < 1 goto +0", "JumpsByLess" },
        { "if w1 == 1 goto +0", "Jumps32" },
        { "may_goto +0", "MayGoto" },
        { "lock *(u64 *)(r1 + 0) += r2", null },
        { "r2 = atomic_fetch_add((u64 *)(r1 + 0), r2)", "AtomicFetch" },
        { "lock *(u64 *)(r1 + 0) |= r2", "AtomicFetch" },
        { "r2 = load_acquire((u64 *)(r1 + 0))", "LoadAcquire" },
        { "r1 = addr_space_cast(r2, 0, 1)", "AddressSpaceCast" },
        { "call 5", null },
    };

    [Theory, MemberData(nameof(Instructions))]
    public void InstructionFeatures_OfAnInstruction_AreWhatItNeeds(string text, string? feature)
    {
        Instruction first = Assembler.Assemble(text + "\nexit\n").Instructions[0];

        Assert.Equal(feature, InstructionFeatures.Of(first)?.ToString());
    }

    [Fact]
    public void Limits_OfOldKernels_LackWhatCameLater()
    {
        Assert.Equal((32, 0, false), Limits(5, 10));
        Assert.Equal((33, 1 << 23, false), Limits(6, 12));
        Assert.Equal((33, 1 << 23, true), Limits(6, 18));

        static (int, int, bool) Limits(int major, int minor)
        {
            KernelLimits limits = KernelProfile.Of(new(major, minor)).Limits;
            return (limits.TailCalls, limits.LoopIterations, limits.HasPrivateStacks);
        }
    }

    // Renamed constants keep their old names beside the new: CGROUP_STORAGE_DEPRECATED, CGROUP_STORAGE. The table has the one without.
    private static bool IsFirst((long Number, string Name)[] all, (long Number, string Name) row) =>
        !row.Name.EndsWith("_DEPRECATED", StringComparison.Ordinal) || !all.Any(v => v.Number == row.Number && v.Name != row.Name);
}
