using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux;
using Waggle.Linux.KernelTests;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.KernelTests.Kernels;

/// <summary>The table of kernel functions against what the running kernel's verifier says to a call of each.</summary>
public class KernelFunctionAgreementTests
{
    private static readonly KernelVersion s_version = KernelVersion.Parse(Environment.OSVersion.Version.ToString());

    public static TheoryData<ProgramType, uint> Places => new()
    {
        { ProgramType.SocketFilter, 0 },
        { ProgramType.Kprobe, 0 },
        { ProgramType.Kprobe, (uint)AttachType.TraceKprobeSession },
        { ProgramType.SchedCls, 0 },
        { ProgramType.SchedAct, 0 },
        { ProgramType.Tracepoint, 0 },
        { ProgramType.Xdp, 0 },
        { ProgramType.PerfEvent, 0 },
        { ProgramType.CgroupSkb, (uint)AttachType.CgroupInetIngress },
        { ProgramType.CgroupSock, (uint)AttachType.CgroupInetSockCreate },
        { ProgramType.CgroupSockAddr, (uint)AttachType.CgroupInet4Connect },
        { ProgramType.LwtXmit, 0 },
        { ProgramType.SockOps, (uint)AttachType.CgroupSockOps },
        { ProgramType.SkSkb, 0 },
        { ProgramType.CgroupDevice, (uint)AttachType.CgroupDevice },
        { ProgramType.SkMsg, 0 },
        { ProgramType.RawTracepoint, 0 },
        { ProgramType.LircMode2, 0 },
        { ProgramType.SkReuseport, 0 },
        { ProgramType.FlowDissector, 0 },
        { ProgramType.CgroupSysctl, (uint)AttachType.CgroupSysctl },
        { ProgramType.CgroupSockopt, (uint)AttachType.CgroupSetsockopt },
        { ProgramType.Tracing, (uint)AttachType.TraceRawTp },
        { ProgramType.Lsm, (uint)AttachType.LsmMac },
        { ProgramType.SkLookup, (uint)AttachType.SkLookup },
        { ProgramType.Syscall, 0 },
        { ProgramType.Netfilter, (uint)AttachType.Netfilter },
    };

    [Theory, MemberData(nameof(Places))]
    public void Types_OfEachFunction_AreThoseThatTheKernelLetsCallIt(ProgramType type, uint place)
    {
        using VerifierTrial trial = VerifierTrial.Of(type, place);
        KernelAccess.RequireKernelBtf();
        Btf types = KernelEngine.Create().KernelBtf;
        // Since 6.10 a kernel says which functions it means: one may be there without being for programs, as the kernel is built.
        HashSet<int> tagged = [.. Enumerable.Range(1, types.Count - 1).Select(id => types[id]).OfType<BtfDeclarationTag>().Where(tag => tag.Name == "bpf_kfunc").Select(tag => tag.TargetId)];

        List<string> differences = [];
        int callable = 0;
        foreach (string name in KernelFunctions.All.Select(f => f.Name).Distinct())
        {
            if (!types.TryFind(name, out int id, out BtfFunction? _) || (tagged.Count > 0 && !tagged.Contains(id))) continue;
            string log = trial.Load([Instruction.Call(CallKind.KernelFunction, id), Instruction.Move(Register.R0, 0), Instruction.Exit]).Log;
            if (log.Contains("device-bound", StringComparison.Ordinal)) continue; // before it looks at the type
            KernelFunction? ours = KernelFunctions.Find(name, type, s_version);
            if (ours is not null && (ours.AttachTypes >> (int)place & 1) == 0) ours = null;
            bool isRefused = log.Contains($"{name} is not allowed", StringComparison.Ordinal) || log.Contains("is not a kernel function", StringComparison.Ordinal);
            if (isRefused == ours is not null) differences.Add($"{name} {(isRefused ? "can't" : "can")} be called: {log}");
            if (isRefused || ours is null) continue;
            callable++;
            bool mustSleep = log.Contains("must be sleepable", StringComparison.Ordinal);
            // Linux 6.1 looks at the arguments first.
            if (!trial.IsSleepable && s_version >= new KernelVersion(6, 2) && mustSleep != ours.Has(KernelFunctionFlags.Sleeps)) differences.Add($"{name} {(mustSleep ? "may sleep" : "can't sleep")}: {log}");
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.True(callable > 0 || s_version < new KernelVersion(6, 2)); // those for all types
    }
}
