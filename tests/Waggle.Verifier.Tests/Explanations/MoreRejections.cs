using Waggle.Linux.KernelTests;

namespace Waggle.Verifier.Tests.Explanations;

/// <summary>Programs that break rules in ways that the seeds of the kernel's own verdicts do not have. Written for this test.</summary>
internal static class MoreRejections
{
    private const string Raw = "raw_tp/sys_enter";

    public static readonly SeededRejection[] All =
    [
        new("reads r0 after a branch that does not write it", Raw, "uninitialised-register", 3, "r1 = *(u64 *)(r1 +0)\nif r1 == 0 goto out\nr0 = 1\nout: exit"),
        new("reads r6 in a function", Raw, "uninitialised-register", 2, "call inner\nexit\ninner: r0 = r6\nexit"),
        new("reads r2 after its call", Raw, "uninitialised-register", 2, "r2 = 7\ncall bpf_get_prandom_u32\nr0 += r2\nexit"),
        new("adds what is not there", Raw, "uninitialised-register", 1, "r0 = 1\nr0 += r8\nexit"),
        new("compares what is not there", Raw, "uninitialised-register", 1, "r0 = 1\nif r7 > 3 goto pc+0\nexit"),
        new("stores what is not there", Raw, "uninitialised-register", 0, "*(u64 *)(r10 -8) = r9\nr0 = 0\nexit"),
        new("stores through what is not there", Raw, "uninitialised-register", 0, "*(u64 *)(r3 +0) = 1\nr0 = 0\nexit"),
        new("adds to r10", Raw, "frame-pointer", 0, "r10 += 8\nr0 = 0\nexit"),
        new("xor of a pointer", Raw, "pointer-arithmetic", 1, "r0 = 0\nr1 ^= 7\nexit"),
        new("shift of a pointer", Raw, "pointer-arithmetic", 1, "r0 = 0\nr1 <<= 2\nexit"),
        new("remainder by zero", Raw, "division-by-zero", 1, "r0 = 1\nr0 %= 0\nexit"),
        new("right shift by 70", Raw, "shift", 1, "r0 = 1\nr0 >>= 70\nexit"),
        new("32-bit shift by 32", Raw, "shift", 1, "w0 = 1\nw0 <<= 32\nexit"),
        new("writes a value unchecked after other work", Raw, "null-check", 9, "@lookup\nr6 = r0\ncall bpf_ktime_get_ns\nr7 = r0\n*(u64 *)(r6 +0) = r7\nr0 = 0\nexit"),
        new("checks a copy's neighbour", Raw, "null-check", 8, "r7 = 1\n@lookup\nif r7 == 0 goto end\n*(u32 *)(r0 +4) = 1\nend: r0 = 0\nexit"),
        new("writes behind a value", Raw, "map-value-bounds", 7, "@lookup\nif r0 == 0 goto end\n*(u64 *)(r0 +16) = 1\nend: r0 = 0\nexit"),
        new("reads two bytes of a packet that has one", "xdp", "packet-bounds", 5, "r2 = *(u32 *)(r1 +0)\nr3 = *(u32 *)(r1 +4)\nr4 = r2\nr4 += 1\nif r4 > r3 goto end\nr0 = *(u16 *)(r2 +0)\nend: r0 = 2\nexit"),
        new("checks the packet's end the wrong way round", "xdp", "packet-bounds", 5, "r2 = *(u32 *)(r1 +0)\nr3 = *(u32 *)(r1 +4)\nr4 = r2\nr4 += 14\nif r4 <= r3 goto end\nr0 = *(u8 *)(r2 +0)\nend: r0 = 2\nexit"),
        new("reads before a record", Raw, "memory-bounds", 6, "@reserve\nif r0 == 0 goto end\nr0 = *(u64 *)(r0 -8)\nend: r0 = 0\nexit"),
        new("reads behind the stack by a copy", Raw, "stack-bounds", 2, "r2 = r10\nr2 += -512\nr0 = *(u64 *)(r2 -8)\nexit"),
        new("writes on the other side of the stack's start by a copy", Raw, "stack-bounds", 1, "r2 = r10\n*(u64 *)(r2 +0) = 1\nr0 = 0\nexit"),
        new("record leaked by an early return", Raw, "reference-leak", 10, "@reserve\nif r0 == 0 goto end\nr6 = r0\ncall bpf_get_prandom_u32\nif r0 > 4 goto end\nend: r0 = 0\nexit"),
        new("two records, one given back", Raw, "reference-leak", 16, "@reserve\nif r0 == 0 goto end\nr6 = r0\n@reserve\nr1 = r6\nr2 = 0\ncall bpf_ringbuf_submit\nend: r0 = 0\nexit"),
        new("code behind the end", Raw, "unreachable-code", 2, "r0 = 0\nexit\nr1 = 1\nr0 = 0\nexit"),
        new("jump before the start", Raw, "jump-range", 1, "r0 = 0\nif r0 == 0 goto pc-5\nexit"),
        new("loop on what does not change", Raw, "loop", 3, "call bpf_get_prandom_u32\nr6 = r0\nr0 = 0\nagain: if r6 != 0 goto again\nexit"),
        new("XDP context, four bytes too far", "xdp", "context-bounds", 0, "r0 = *(u32 *)(r1 +24)\nexit"),
        new("eight bytes of a field that has four", "xdp", "context-bounds", 0, "r0 = *(u64 *)(r1 +8)\nexit"),
        new("helper with a number for memory", Raw, "argument-type", 3, "r1 = 64\nr2 = 8\nr3 = 0\ncall bpf_probe_read_kernel\nr0 = 0\nexit"),
        new("cgroup program returns 2", "cgroup/sock_create", "return-value", 1, "r0 = 2\nexit"),
    ];
}
