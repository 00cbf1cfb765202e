using Waggle.Bpf.Types;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.Tests.Kernels;

public class TrustedFieldsTests
{
    private static readonly (string Ending, FieldTrust Trust)[] s_endings =
    [
        ("__safe_rcu", FieldTrust.Rcu), ("__safe_rcu_or_null", FieldTrust.RcuOrNull), ("__safe_trusted", FieldTrust.Trusted), ("__safe_trusted_or_null", FieldTrust.TrustedOrNull),
    ];

    public static TheoryData<string> Kernels => KernelTypes.Names;

    [Theory, MemberData(nameof(Kernels))]
    public void All_OfEachKernel_AreTheFieldsThatItsVerifierKnows(string name)
    {
        Btf types = KernelTypes.Of(name);
        KernelVersion version = KernelTypes.VersionOf(name);

        string[] theirs = [.. Enumerable.Range(1, types.Count - 1).Select(id => types[id]).OfType<BtfComposite>()
            .SelectMany(s => s_endings.Where(e => s.Name.EndsWith(e.Ending, StringComparison.Ordinal)), (s, e) => (Struct: s, e.Ending, e.Trust))
            .SelectMany(s => s.Struct.Members, (s, member) => $"{s.Struct.Name[..^s.Ending.Length]}.{member.Name} {s.Trust}")];

        Assert.Equal(theirs.Order(StringComparer.Ordinal),
            TrustedFields.All.Where(row => row.IsIn(version)).Select(row => $"{row.Struct}.{row.Field} {row.Trust}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Find_ByVersion_GivesWhatThatVersionKnows()
    {
        Assert.Null(TrustedFields.Find("task_struct", "real_parent", new(6, 1)));
        Assert.Equal(FieldTrust.Rcu, TrustedFields.Find("task_struct", "real_parent", new(6, 6)));
        Assert.Equal(FieldTrust.Trusted, TrustedFields.Find("dentry", "d_inode", new(6, 12)));
        Assert.Equal(FieldTrust.TrustedOrNull, TrustedFields.Find("dentry", "d_inode", new(6, 18)));
        Assert.Null(TrustedFields.Find("task_struct", "comm", KernelVersion.Latest));
    }
}
