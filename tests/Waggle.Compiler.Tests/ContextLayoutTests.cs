using Waggle.Bpf.Catalog;
using Waggle.Compiler.Layout;
using Waggle.CSharp;

namespace Waggle.Compiler.Tests;

/// <summary>Contexts have the layout of the kernel's structs: every field of the catalogue starts where a C# field starts.</summary>
public class ContextLayoutTests
{
    private static readonly Dictionary<string, Type> s_contexts = new()
    {
        ["__sk_buff"] = typeof(SocketBuffer),
        ["xdp_md"] = typeof(XdpContext),
        ["bpf_sock"] = typeof(SocketContext),
        ["bpf_sock_addr"] = typeof(SocketAddress),
        ["bpf_sock_ops"] = typeof(TcpContext),
        ["sk_msg_md"] = typeof(MessageContext),
        ["sk_reuseport_md"] = typeof(ReuseportContext),
        ["bpf_sk_lookup"] = typeof(LookupContext),
        ["bpf_cgroup_dev_ctx"] = typeof(DeviceContext),
        ["bpf_sysctl"] = typeof(SysctlContext),
        ["bpf_sockopt"] = typeof(SocketOption),
        ["pt_regs"] = typeof(CpuRegisters),
        ["bpf_perf_event_data"] = typeof(PerfEventContext),
        ["bpf_nf_ctx"] = typeof(NetfilterContext),
    };

    public static TheoryData<string, string, int> Fields =>
        [.. ContextLayouts.All.Where(l => s_contexts.ContainsKey(l.StructName))
            .SelectMany(l => l.Fields.Where(f => f.Name.Length > 0).Select(f => (l.StructName, f.Name, f.Offset))).Distinct()];

    public static TheoryData<string> Structs => [.. s_contexts.Keys];

    [Theory, MemberData(nameof(Fields))]
    public void Field_OfTheCatalogue_StartsWhereAFieldOfTheContextDoes(string context, string field, int offset) =>
        Assert.True(Array.Exists(Layouts.Of(s_contexts[context]).Fields, f => f.Offset == offset), $"{context}.{field} at {offset}");

    [Theory, MemberData(nameof(Structs))]
    public void Context_HasTheSizeOfItsStruct(string context) =>
        Assert.Equal(ContextLayouts.All.First(l => l.StructName == context).SizeInBytes, Layouts.SizeOf(s_contexts[context]));
}
