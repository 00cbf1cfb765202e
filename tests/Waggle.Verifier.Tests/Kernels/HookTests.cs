using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.Tests.Kernels;

public class HookTests
{
    // Hooks that kernels built without audit, xfrm or keys lack, and hooks that later kernels renamed or dropped.
    private static readonly string[] s_optional =
        ["bpf_lsm_audit_", "bpf_lsm_xfrm_", "bpf_lsm_key_", "bpf_lsm_current_getsecid_subj", "bpf_lsm_task_getsecid_obj", "bpf_lsm_getselfattr", "bpf_lsm_inode_xattr_skipcap",
            "bpf_lsm_bpf_map_create", "bpf_lsm_bpf_map_free", "bpf_lsm_bpf_prog_free", "bpf_lsm_bpf_prog_load", "bpf_lsm_bpf_token_", "bpf_lsm_file_post_open", "bpf_lsm_inode_post_removexattr"];

    public static TheoryData<string> Kernels => KernelTypes.Names;

    [Theory, MemberData(nameof(Kernels))]
    public void LsmHooks_Named_AreFunctionsOfTheKernel(string name)
    {
        HashSet<string> functions = KernelTypes.FunctionsOf(KernelTypes.Of(name));
        if (!functions.Contains("bpf_lsm_file_open")) Assert.Skip("this kernel has no LSM programs");

        IEnumerable<string> ours = LsmHooks.Booleans.Concat(LsmHooks.Disabled).Concat(LsmHooks.Untrusted).Concat(LsmHooks.WithLockedSocket)
            .Concat(LsmHooks.WithNewSocket).Concat(LsmHooks.OfCurrentTask).Concat(LsmHooks.Sleepable);

        string[] missing = [.. ours.Where(hook => !functions.Contains(hook) && !s_optional.Any(p => hook.StartsWith(p, StringComparison.Ordinal)))];
        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("bpf_lsm_file_open", "5.15", true)]
    [InlineData("bpf_lsm_inode_removexattr", "6.12", false)]
    [InlineData("bpf_lsm_inode_removexattr", "6.18", true)]
    [InlineData("bpf_lsm_task_free", "6.18", false)]
    [InlineData("bpf_lsm_file_open", "5.10", false)]
    public void MaySleep_OfAHook_IsByVersion(string hook, string version, bool expected) =>
        Assert.Equal(expected, LsmHooks.MaySleep(hook, KernelVersion.Parse(version)));

    [Fact]
    public void CanAttach_ToAHookThatReturnsNoErrorNumber_IsRefusedSinceFixesOf61()
    {
        Assert.True(LsmHooks.CanAttach("bpf_lsm_getprocattr", new(5, 15)));
        Assert.False(LsmHooks.CanAttach("bpf_lsm_getprocattr", new(6, 1)));
        Assert.False(LsmHooks.CanAttach("vfs_read", new(6, 12)));
    }

    [Fact]
    public void ReturnRange_OfLsmHooks_IsEnforcedSince612()
    {
        Assert.Null(ReturnRanges.OfLsmHook("bpf_lsm_file_open", new(6, 6)));
        Assert.Equal((-4095, 0), Range("bpf_lsm_file_open"));
        Assert.Equal((0, 1), Range("bpf_lsm_audit_rule_known"));

        static (int, int) Range(string hook) =>
            (ReturnRanges.OfLsmHook(hook, new(6, 12))!.Minimum, ReturnRanges.OfLsmHook(hook, new(6, 12))!.Maximum);
    }

    [Theory]
    [InlineData(ProgramType.CgroupSockAddr, AttachType.CgroupUdp4Recvmsg, "5.10", 1, 1)]
    [InlineData(ProgramType.CgroupSockAddr, AttachType.CgroupInet4Bind, "5.10", 0, 1)]
    [InlineData(ProgramType.CgroupSockAddr, AttachType.CgroupInet4Bind, "5.15", 0, 3)]
    [InlineData(ProgramType.CgroupSkb, AttachType.CgroupInetEgress, "5.10", 0, 3)]
    [InlineData(ProgramType.CgroupSkb, AttachType.CgroupInetIngress, "5.10", 0, 1)]
    [InlineData(ProgramType.Tracing, AttachType.TraceFentry, "6.1", 0, 0)]
    public void ReturnRange_ByPlace_IsTheNarrowest(ProgramType type, uint place, string version, int minimum, int maximum)
    {
        ReturnRange? range = ReturnRanges.Find(type, (AttachType)place, KernelVersion.Parse(version));

        Assert.Equal((minimum, maximum), (range!.Minimum, range.Maximum));
    }

    [Fact]
    public void ReturnRange_WhereNothingIsEnforced_IsNull()
    {
        Assert.Null(ReturnRanges.Find(ProgramType.Xdp, AttachType.Xdp, KernelVersion.Latest));
        Assert.Null(ReturnRanges.Find(ProgramType.Kprobe, 0, KernelVersion.Latest));
        Assert.Null(ReturnRanges.Find(ProgramType.Tracing, AttachType.TraceRawTp, KernelVersion.Latest));
    }

    [Fact]
    public void NullableTracepoints_OfTheRunningKernel_NameArgumentsThatArePointers()
    {
        Btf types = KernelTypes.Of(KernelTypes.Running);
        int seen = 0;
        List<string> numbers = [];
        foreach (NullableTracepoints.Row row in NullableTracepoints.All)
        {
            if (!types.TryFind("btf_trace_" + row.Name, out _, out BtfTypedef? typedef)) continue;
            var prototype = (BtfFunctionPrototype)types[((BtfPointer)types[types.SkipModifiers(typedef.TargetId)]).TargetId];
            numbers.AddRange(row.Nullable.Concat(row.Errors) // behind the tracepoint's own data
                .Where(argument => types[types.SkipModifiers(prototype.Parameters[argument + 1].TypeId)] is not BtfPointer).Select(argument => $"{row.Name} {argument}"));
            seen++;
        }

        // The kernel's own table counts these two wrong: the mark does nothing there, and nothing here.
        Assert.Empty(numbers.Except(["xfs_iomap_alloc 3", "xfs_iomap_found 3"]));
        Assert.True(seen > 10);
    }

    [Fact]
    public void NullableTracepoints_ByVersion_AreKnownSince613()
    {
        Assert.Null(NullableTracepoints.Find("kfree_skb", new(6, 12)));
        Assert.Equal([3], NullableTracepoints.Find("kfree_skb", new(6, 18))!.Nullable);
        Assert.Equal([2], NullableTracepoints.Find("cachefiles_lookup", new(6, 18))!.Errors);
    }

    [Fact]
    public void FunctionHooks_OfTypes_AreThoseOfTheVerifier()
    {
        Assert.False(FunctionHooks.MaySleep(ProgramType.Xdp, AttachType.Xdp, KernelVersion.Latest));
        Assert.False(FunctionHooks.MaySleep(ProgramType.Kprobe, 0, new(5, 15)));
        Assert.True(FunctionHooks.MaySleep(ProgramType.Kprobe, 0, new(6, 1)));
        Assert.False(FunctionHooks.MaySleep(ProgramType.Lsm, AttachType.LsmCgroup, KernelVersion.Latest));
        Assert.False(FunctionHooks.CanBeExtended(ProgramType.Tracing, AttachType.TraceFexit));
        Assert.True(FunctionHooks.CanBeExtended(ProgramType.Xdp, AttachType.Xdp));
        Assert.True(FunctionHooks.MaySleep("bpf_fentry_test1", new(6, 12)));
        Assert.False(FunctionHooks.HasTrustedArguments(ProgramType.Lsm, AttachType.LsmMac, "bpf_lsm_task_free", KernelVersion.Latest));
        Assert.True(FunctionHooks.IsModifiable("security_file_open", KernelVersion.Latest));
    }
}
