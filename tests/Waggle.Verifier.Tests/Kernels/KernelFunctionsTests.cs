using Waggle.Bpf.Catalog;
using Waggle.Bpf.Types;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.Tests.Kernels;

public class KernelFunctionsTests
{
    // Subjects that kernels are built without, or as modules, whose functions are in BTF of their own.
    private static readonly string[] s_optional =
    [
        "bpf_ct_", "bpf_xdp_ct_", "bpf_skb_ct_", "bpf_xdp_flow_lookup", "bpf_skb_get_xfrm", "bpf_skb_set_xfrm", "bpf_xdp_get_xfrm", "bpf_xdp_xfrm",
        "bpf_skb_set_fou", "bpf_skb_get_fou", "dctcp_", "bbr_", "scx_", "bpf_iter_scx_", "hid_bpf_", "bpf_qdisc_", "bpf_skb_get_hash", "bpf_kfree_skb",
        "bpf_verify_pkcs7", "bpf_get_fsverity", "bpf_iter_dmabuf_", "bpf_crypto_", "crash_kexec", "bpf_cgroup_read_xattr",
    ];

    // Functions that were there before programs could call them.
    private static readonly string[] s_older = ["tcp_", "cubictcp_", "crash_kexec", "css_rstat_", "cgroup_rstat_"];

    public static TheoryData<string> Kernels => KernelTypes.Names;

    [Fact]
    public void All_FunctionsThatTheRunningKernelTags_AreThere()
    {
        Btf types = KernelTypes.Of(KernelTypes.Running);
        KernelVersion version = KernelTypes.VersionOf(KernelTypes.Running);
        BtfDeclarationTag[] tags = [.. Enumerable.Range(1, types.Count - 1).Select(id => types[id]).OfType<BtfDeclarationTag>().Where(tag => tag.Name == "bpf_kfunc")];
        if (tags.Length == 0) Assert.Skip("this kernel's types do not say which functions programs may call");
        if (version > KernelVersion.Latest) Assert.Skip($"Linux {version} is newer than the table");

        string[] missing = [.. tags.Select(tag => types[tag.TargetId].Name)
            .Where(name => !FunctionHooks.IsModifiable(name, version) && !KernelFunctions.Of(name).Any(f => f.IsIn(version)))];

        Assert.Empty(missing);
        Assert.True(tags.Length > 150);
    }

    [Theory, MemberData(nameof(Kernels))]
    public void Since_OfEachFunction_IsWhenKernelsHaveIt(string name)
    {
        HashSet<string> functions = KernelTypes.FunctionsOf(KernelTypes.Of(name));
        KernelVersion version = KernelTypes.VersionOf(name);

        string[] absent = [.. KernelFunctions.All
            .Where(f => f.IsIn(version) && !functions.Contains(f.Name) && !s_optional.Any(p => f.Name.StartsWith(p, StringComparison.Ordinal))).Select(f => f.Name)];
        string[] early = [.. KernelFunctions.All.Select(f => f.Name).Distinct()
            .Where(f => functions.Contains(f) && KernelFunctions.Of(f).All(row => row.Since > version) && !s_older.Any(p => f.StartsWith(p, StringComparison.Ordinal)))];

        Assert.Empty(absent);
        Assert.Empty(early);
    }

    [Fact]
    public void Rows_OfOneFunction_AreForDifferentVersionsOrTypes()
    {
        foreach (IGrouping<string, KernelFunction> rows in KernelFunctions.All.GroupBy(f => f.Name))
        {
            KernelFunction[] all = [.. rows];
            for (int i = 0; i < all.Length; i++)
            {
                for (int j = i + 1; j < all.Length; j++)
                {
                    bool isTwice = (all[i].Types.Bits & all[j].Types.Bits) != 0 && KernelVersion.Known.Any(v => all[i].IsIn(v) && all[j].IsIn(v));
                    Assert.False(isTwice, rows.Key);
                }
            }
        }
    }

    [Fact]
    public void Find_BeforeAndAfterARename_GivesTheNameOfTheVersion()
    {
        Assert.NotNull(KernelFunctions.Find("cgroup_rstat_flush", ProgramType.Tracing, new(6, 12)));
        Assert.Null(KernelFunctions.Find("cgroup_rstat_flush", ProgramType.Tracing, new(6, 18)));
        Assert.Null(KernelFunctions.Find("css_rstat_flush", ProgramType.Tracing, new(6, 12)));
        Assert.True(KernelFunctions.Find("css_rstat_flush", ProgramType.Tracing, new(6, 18))!.Has(KernelFunctionFlags.Sleeps));
    }

    [Fact]
    public void Find_ForATypeWithoutAHook_GivesOnlyWhatAllTypesHave()
    {
        Assert.Null(KernelFunctions.Find("bpf_task_acquire", ProgramType.SocketFilter, KernelVersion.Latest));
        Assert.NotNull(KernelFunctions.Find("bpf_rcu_read_lock", ProgramType.SkLookup, KernelVersion.Latest));
        Assert.Null(KernelFunctions.Find("bpf_task_acquire", ProgramType.Tracepoint, new(6, 6)));
        Assert.NotNull(KernelFunctions.Find("bpf_task_acquire", ProgramType.Tracepoint, new(6, 12)));
        Assert.Null(KernelFunctions.Find("bpf_no_such_function", ProgramType.Xdp, KernelVersion.Latest));
    }

    [Fact]
    public void Contracts_OfTheEmbeddedEngine_AgreeOnTheRelease()
    {
        string[] differences = [.. KernelFunctionContracts.All
            .Where(c => KernelFunctions.Of(c.Name).Length == 0 || KernelFunctions.Of(c.Name).Min(f => f.Since) != KernelVersion.Parse(c.Since)).Select(c => c.Name)];

        Assert.Empty(differences);
    }

    [Theory, MemberData(nameof(Kernels))]
    public void Suffixes_OfAllTaggedOrListedFunctions_AreKnown(string name)
    {
        Btf types = KernelTypes.Of(name);
        KernelVersion version = KernelTypes.VersionOf(name);

        string[] unknown = [.. KernelFunctions.All.Where(f => f.IsIn(version)).Select(f => f.Name).Distinct()
            .SelectMany(f => types.TryFind(f, out _, out BtfFunction? function) ? ((BtfFunctionPrototype)types[function.PrototypeId]).Parameters.Select(p => p.Name) : [])
            .Where(p => p.Contains("__", StringComparison.Ordinal) && ArgumentSuffixes.Find(p, version) is null)];

        Assert.Empty(unknown);
    }
}
