using Waggle.Bpf.Catalog;

namespace Waggle.Verifier.Kernels;

/// <summary>Fields of contexts that came after the context itself; <see cref="ContextLayouts"/> has those of the newest kernel.</summary>
/// <remarks>Of the versions from 5.10 on. The commit that brought each is named.</remarks>
internal static class ContextFieldChanges
{
    private static readonly (string Struct, string Field, KernelVersion Since)[] s_rows =
    [
        ("__sk_buff", "hwtstamp", new(5, 16)), // f64c4acea51f
        ("__sk_buff", "tstamp_type", new(5, 18)), // 8d21ec0e46ed
        ("bpf_sk_lookup", "ingress_ifindex", new(5, 17)), // f89315650ba3
        ("sk_reuseport_md", "migrating_sk", new(5, 14)), // d5e4ddaeb6ab
        ("bpf_sock_ops", "skb_hwtstamp", new(6, 2)), // 9bb053490f1a
    ];

    /// <summary>Since when there is a field; null if since there is the context, or 5.10.</summary>
    public static KernelVersion? Since(string structName, string field)
    {
        foreach ((string each, string name, KernelVersion since) in s_rows)
        {
            if (each == structName && name == field) return since;
        }
        return null;
    }
}
