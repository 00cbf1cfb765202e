using Waggle.Bpf.Objects;
using Waggle.Linux.KernelTests;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.KernelTests.Agreement;

/// <summary>Rules that came with a version: a program each that is accepted since then, and not before. On each kernel that runs these tests its own
/// verifier is asked, too.</summary>
public class VersionRuleTests
{
    private const string Raw = "raw_tp/sys_enter";

    private static readonly (string What, string Since, string Section, string Text)[] s_rows =
    [
        ("a number is bounded by another that is no constant", "6.8", Raw, """
            @lookup
            if r0 == 0 goto end
            r6 = *(u64 *)(r0 +0)
            r7 = *(u64 *)(r0 +8)
            if r7 > 8 goto end
            if r6 > r7 goto end
            r0 += r6
            r1 = *(u8 *)(r0 +0)
            end: r0 = 0
            exit
            """),
        ("a number is not the end of its range", "6.8", Raw, """
            @lookup
            if r0 == 0 goto end
            r6 = *(u64 *)(r0 +0)
            if r6 > 16 goto end
            if r6 == 16 goto end
            r0 += r6
            r1 = *(u8 *)(r0 +0)
            end: r0 = 0
            exit
            """),
        ("what is learnt of a sum is learnt of what was added to", "6.11", Raw, """
            @lookup
            if r0 == 0 goto end
            r6 = *(u32 *)(r0 +0)
            r7 = r6
            r7 += 1
            if r7 > 9 goto end
            if r7 < 1 goto end
            r0 += r6
            r1 = *(u8 *)(r0 +0)
            end: r0 = 0
            exit
            """),
        ("what is learnt of the lower half of a number that has no upper half", "6.5", Raw, """
            @lookup
            if r0 == 0 goto end
            r6 = *(u32 *)(r0 +0)
            w7 = w6
            if r7 > 8 goto end
            r0 += r6
            r1 = *(u8 *)(r0 +0)
            end: r0 = 0
            exit
            """),
        ("a number comes back from the stack in part", "6.9", Raw, """
            @lookup
            if r0 == 0 goto end
            r6 = *(u32 *)(r0 +0)
            if r6 > 8 goto end
            *(u64 *)(r10 -16) = r6
            r7 = *(u32 *)(r10 -16)
            r0 += r7
            r1 = *(u8 *)(r0 +0)
            end: r0 = 0
            exit
            """),
        ("a number of which nothing is known is one with its copy on the stack", "6.9", Raw, """
            @lookup
            if r0 == 0 goto end
            r6 = *(u64 *)(r0 +0)
            *(u64 *)(r10 -16) = r6
            if r6 > 8 goto end
            r7 = *(u64 *)(r10 -16)
            r0 += r7
            r1 = *(u8 *)(r0 +0)
            end: r0 = 0
            exit
            """),
        ("numbers differ by their ranges", "6.5", Raw, """
            @lookup
            if r0 == 0 goto end
            r6 = *(u64 *)(r0 +0)
            if r6 > 9 goto end
            if r6 != 10 goto end
            r1 = *(u8 *)(r0 +64)
            end: r0 = 0
            exit
            """),
        ("a pointer equals one that is not null", "6.2", Raw, """
            @lookup
            if r0 == 0 goto end
            r6 = r0
            @lookup
            if r6 != r0 goto end
            r1 = *(u8 *)(r0 +0)
            end: r0 = 0
            exit
            """),
        ("a key lies in memory of the ring buffer", "6.2", Raw, """
            @reserve
            if r0 == 0 goto end
            r6 = r0
            *(u64 *)(r6 +0) = 0
            r1 = map[hash]
            r2 = r6
            call bpf_map_lookup_elem
            r1 = r6
            r2 = 0
            call bpf_ringbuf_discard
            end: r0 = 0
            exit
            """),
        ("a number changes its sign", "6.17", Raw, """
            @lookup
            if r0 == 0 goto end
            r6 = *(u64 *)(r0 +0)
            if r6 > 8 goto end
            r6 = -r6
            r6 += 8
            r0 += r6
            r1 = *(u8 *)(r0 +0)
            end: r0 = 0
            exit
            """),
        ("the hardware's time of a packet", "5.16", "tc", """
            r0 = *(u64 *)(r1 +184)
            r0 = 0
            exit
            """),
        ("a helper", "6.1", Raw, """
            call bpf_ktime_get_tai_ns
            r0 = 0
            exit
            """),
    ];

    public static TheoryData<string> Rules => [.. s_rows.Select(row => row.What)];

    [Theory, MemberData(nameof(Rules))]
    public void Verify_ByKernel_AcceptsSinceTheRuleCame(string what)
    {
        (BpfObject obj, KernelVersion since) = Find(what);

        Assert.Equal(
            KernelVersion.Known.Select(kernel => (kernel, kernel >= since)),
            KernelVersion.Known.Select(kernel => (kernel, ProgramVerifier.Verify(obj, obj.Programs[0], new VerifierOptions { Kernel = kernel }).IsAccepted)));
    }

    [Theory, MemberData(nameof(Rules))]
    public void Verify_ByTheRunningKernel_IsAsWeSay(string what)
    {
        KernelAccess.RequireEngine();
        (BpfObject obj, KernelVersion since) = Find(what);
        KernelVersion running = KernelVersion.Parse(File.ReadAllText("/proc/sys/kernel/osrelease").Trim());

        (bool? isAccepted, string reason) = new KernelVerdicts().Of(obj, obj.Programs[0]);

        Assert.True(isAccepted == running >= since, $"Linux {running}: {isAccepted} {reason}");
    }

    private static (BpfObject Object, KernelVersion Since) Find(string what)
    {
        (string name, string since, string section, string text) = s_rows.Single(row => row.What == what);
        return (new SeededRejection(name, section, "", null, text).ToObject(), KernelVersion.Parse(since));
    }
}
