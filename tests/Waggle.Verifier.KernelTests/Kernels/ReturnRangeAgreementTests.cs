using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.KernelTests;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.KernelTests.Kernels;

/// <summary>What programs may return, against what the running kernel's verifier lets them.</summary>
public class ReturnRangeAgreementTests
{
    private static readonly KernelVersion s_version = KernelVersion.Parse(Environment.OSVersion.Version.ToString());

    public static TheoryData<ProgramType, uint> Places
    {
        get
        {
            TheoryData<ProgramType, uint> places = [];
            foreach (uint place in (uint[])[8, 9, 10, 11, 14, 15, 19, 20, 29, 30, 31, 32, 49, 50, 51, 52, 53]) places.Add(ProgramType.CgroupSockAddr, place);
            foreach (uint place in (uint[])[2, 12, 13, 34]) places.Add(ProgramType.CgroupSock, place);
            foreach (uint place in (uint[])[0, 1]) places.Add(ProgramType.CgroupSkb, place);
            foreach (uint place in (uint[])[21, 22]) places.Add(ProgramType.CgroupSockopt, place);
            foreach (uint place in (uint[])[0, (uint)AttachType.TraceKprobeMulti, (uint)AttachType.TraceKprobeSession, (uint)AttachType.TraceUprobeSession]) places.Add(ProgramType.Kprobe, place);
            places.Add(ProgramType.SockOps, (uint)AttachType.CgroupSockOps);
            places.Add(ProgramType.CgroupDevice, (uint)AttachType.CgroupDevice);
            places.Add(ProgramType.CgroupSysctl, (uint)AttachType.CgroupSysctl);
            places.Add(ProgramType.SkLookup, (uint)AttachType.SkLookup);
            places.Add(ProgramType.Netfilter, (uint)AttachType.Netfilter);
            places.Add(ProgramType.Tracing, (uint)AttachType.TraceRawTp);
            foreach (ProgramType type in (ProgramType[])[ProgramType.SocketFilter, ProgramType.SchedCls, ProgramType.Tracepoint, ProgramType.Xdp, ProgramType.PerfEvent,
                ProgramType.LwtIn, ProgramType.SkSkb, ProgramType.SkMsg, ProgramType.RawTracepoint, ProgramType.SkReuseport, ProgramType.FlowDissector, ProgramType.Syscall])
            {
                places.Add(type, 0);
            }
            return places;
        }
    }

    [Theory, MemberData(nameof(Places))]
    public void Find_OfEachPlace_IsWhatTheKernelTakes(ProgramType type, uint place)
    {
        if (KernelProfile.Of(s_version).WhyNot((AttachType)place) is not null)
        {
            // Where a kprobe goes is looked at when it is attached; any other program for a place that is not there is refused.
            if (type != ProgramType.Kprobe) Assert.True(IsRefused(type, place));
            return;
        }
        using VerifierTrial trial = VerifierTrial.Of(type, place);
        ReturnRange? range = ReturnRanges.Find(type, (AttachType)place, s_version);

        foreach (int value in (int[])[int.MinValue, -4096, -1, 0, 1, 2, 3, 4, 100])
        {
            (Errno answer, string log) = trial.Load([Instruction.Move(Register.R0, value), Instruction.Exit]);
            bool isTaken = answer == Errno.None;
            bool expected = range is null || (value >= range.Minimum && value <= range.Maximum);
            Assert.True(expected == isTaken, $"{value}: {log}");
        }
    }

    private static bool IsRefused(ProgramType type, uint place)
    {
        try
        {
            VerifierTrial.Of(type, place).Dispose();
            return false;
        }
        catch (Xunit.Sdk.SkipException) // what a trial says where nothing can be loaded
        {
            return true;
        }
    }
}
