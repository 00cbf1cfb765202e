namespace Waggle.Linux.KernelTests;

/// <summary>Programs that break the verifier's rules, with the slot that breaks it. Written for this test.</summary>
internal static class SeededRejections
{
    private const string Raw = "raw_tp/sys_enter";

    public static readonly SeededRejection[] All =
    [
        // registers
        new("reads r5 unwritten", Raw, "uninitialised-register", 0, "r0 = r5\nexit"),
        new("returns r0 unwritten", Raw, "uninitialised-register", 0, "exit"),
        new("reads r1 after a call", Raw, "uninitialised-register", 2, "r6 = r1\ncall bpf_ktime_get_ns\nr0 = *(u64 *)(r1 +0)\nexit"),
        new("written on one branch only", Raw, "uninitialised-register", 4, "call bpf_ktime_get_ns\nif r0 == 0 goto skip\nr6 = 1\nskip: r0 = 0\nr0 = r6\nexit"),
        new("argument of a helper unwritten", Raw, "uninitialised-register", 2, "r1 = r10\nr1 += -8\ncall bpf_probe_read_kernel\nexit"),
        new("writes r10", Raw, "frame-pointer", 0, "r10 = 0\nr0 = 0\nexit"),
        new("cgroup program returns the context", "cgroup/sock_create", "return-value", 1, "r0 = r1\nexit"),
        new("cgroup program returns 5", "cgroup/sock_create", "return-value", 1, "r0 = 5\nexit"),
        new("cgroup program returns an unknown number", "cgroup/sock_create", "return-value", 1, "call bpf_get_prandom_u32\nexit"),

        // null
        new("reads a value unchecked", Raw, "null-check", 6, "@lookup\nr0 = *(u64 *)(r0 +0)\nexit"),
        new("writes a value unchecked", Raw, "null-check", 6, "@lookup\n*(u64 *)(r0 +0) = 1\nexit"),
        new("reads a copy of it unchecked", Raw, "null-check", 9, "@lookup\nr6 = r0\nr7 = r6\n*(u64 *)(r10 -16) = r7\nr1 = *(u64 *)(r7 +8)\nr0 = 0\nexit"),
        new("reads it from the stack unchecked", Raw, "null-check", 8, "@lookup\n*(u64 *)(r10 -16) = r0\nr1 = *(u64 *)(r10 -16)\nr0 = *(u64 *)(r1 +0)\nexit"),
        new("checks the wrong way round", Raw, "no-pointer", 7, "@lookup\nif r0 != 0 goto end\nr0 = *(u64 *)(r0 +0)\nend: exit"),
        new("adds to it unchecked", Raw, "null-check", 6, "@lookup\nr0 += 8\nr0 = 0\nexit"),
        new("ring record unchecked", Raw, "null-check", 5, "@reserve\n*(u64 *)(r0 +0) = 1\nr0 = 0\nexit"),
        new("submits a record unchecked", Raw, "null-check", 7, "@reserve\nr1 = r0\nr2 = 0\ncall bpf_ringbuf_submit\nr0 = 0\nexit"),

        // memory
        new("reads through a number", Raw, "no-pointer", 1, "r1 = 5\nr0 = *(u64 *)(r1 +0)\nexit"),
        new("reads through a context argument", Raw, "no-pointer", 1, "r1 = *(u64 *)(r1 +0)\nr0 = *(u64 *)(r1 +0)\nexit"),
        new("writes through a number", Raw, "no-pointer", 1, "r1 = 5\n*(u64 *)(r1 +0) = 1\nr0 = 0\nexit"),
        new("reads the packet's end", "xdp", "packet-end", 1, "r1 = *(u32 *)(r1 +4)\nr0 = *(u8 *)(r1 +0)\nexit"),
        new("writes into constants", Raw, "read-only", 7, "*(u32 *)(r10 -4) = 0\nr2 = r10\nr2 += -4\nr1 = map[constants]\ncall bpf_map_lookup_elem\nif r0 == 0 goto end\n*(u64 *)(r0 +0) = 1\nend: r0 = 0\nexit"),
        new("reads a write-only map", Raw, "write-only", 7, "*(u32 *)(r10 -4) = 0\nr2 = r10\nr2 += -4\nr1 = map[secrets]\ncall bpf_map_lookup_elem\nif r0 == 0 goto end\nr0 = *(u64 *)(r0 +0)\nend: r0 = 0\nexit"),
        new("reads behind a value", Raw, "map-value-bounds", 7, "@lookup\nif r0 == 0 goto end\nr0 = *(u64 *)(r0 +16)\nend: exit"),
        new("reads across a value's end", Raw, "map-value-bounds", 7, "@lookup\nif r0 == 0 goto end\nr0 = *(u64 *)(r0 +12)\nend: exit"),
        new("reads before a value", Raw, "map-value-bounds", 7, "@lookup\nif r0 == 0 goto end\nr0 = *(u64 *)(r0 -8)\nend: exit"),
        new("writes behind a record", Raw, "memory-bounds", 6, "@reserve\nif r0 == 0 goto end\n*(u64 *)(r0 +16) = 1\nend: r0 = 0\nexit"),
        new("reads a packet unchecked", "xdp", "packet-bounds", 1, "r2 = *(u32 *)(r1 +0)\nr0 = *(u8 *)(r2 +0)\nexit"),
        new("reads a packet behind what was checked", "xdp", "packet-bounds", 5, "r2 = *(u32 *)(r1 +0)\nr3 = *(u32 *)(r1 +4)\nr4 = r2\nr4 += 14\nif r4 > r3 goto end\nr0 = *(u32 *)(r2 +12)\nend: r0 = 2\nexit"),
        new("writes into a socket filter's packet", "tc", "packet-bounds", 1, "r2 = *(u32 *)(r1 +76)\n*(u8 *)(r2 +0) = 1\nr0 = 0\nexit"),
        new("reads behind the context", "xdp", "context-bounds", 0, "r0 = *(u32 *)(r1 +400)\nexit"),
        new("reads half a context field", "xdp", "context-bounds", 0, "r0 = *(u16 *)(r1 +0)\nexit"),
        new("writes a context field", "xdp", "context-bounds", 0, "*(u32 *)(r1 +0) = 1\nr0 = 0\nexit"),
        new("reads before the context", Raw, "context-pointer", 2, "r1 += -8\nr0 = 0\nr0 = *(u64 *)(r1 +0)\nexit"),
        new("reads the context at a variable offset", "xdp", "variable-offset", 5, "r6 = r1\ncall bpf_get_prandom_u32\nr0 &= 4\nr6 += r0\nr0 = 0\nr0 = *(u32 *)(r6 +0)\nexit"),
        new("reads the stack behind its end", Raw, "stack-bounds", 0, "r0 = *(u64 *)(r10 -520)\nexit"),
        new("writes above the stack", Raw, "stack-bounds", 0, "*(u64 *)(r10 +8) = 1\nr0 = 0\nexit"),
        new("subtracts a number without a bound from the stack", Raw, "unbounded-access", 2, "call bpf_get_prandom_u32\nr1 = r10\nr1 -= r0\n*(u8 *)(r1 +0) = 1\nr0 = 0\nexit"),
        new("large stack by call", "xdp", "stack-size", null, "*(u64 *)(r10 -400) = 1\ncall big\nr0 = 0\nexit\nbig: *(u64 *)(r10 -400) = 1\nr0 = 0\nexit"),
        new("nine functions deep", Raw, "call-depth", null, "call a\nexit\na: call b\nexit\nb: call c\nexit\nc: call d\nexit\nd: call e\nexit\ne: call f\nexit\nf: call g\nexit\ng: call h\nexit\nh: r0 = 0\nexit"),
        new("half a saved pointer", "socket", "stack-spill", 1, "*(u64 *)(r10 -8) = r1\nr0 = *(u32 *)(r10 -8)\nexit"),
        new("reads a misaligned value atomically", Raw, "alignment", 8, "@lookup\nif r0 == 0 goto end\nr1 = 1\nlock *(u64 *)(r0 +4) += r1\nend: r0 = 0\nexit"),
        new("atomic operation on the context", Raw, "atomic", 1, "r2 = 1\nlock *(u64 *)(r1 +0) += r2\nr0 = 0\nexit"),

        // arithmetic
        new("index without a bound", Raw, "unbounded-access", 9, "@lookup\nif r0 == 0 goto end\nr6 = r0\ncall bpf_ktime_get_ns\nr6 += r0\nr0 = *(u8 *)(r6 +0)\nend: r0 = 0\nexit"),
        new("index with a bound that is too large", Raw, "map-value-bounds", 11, "@lookup\nif r0 == 0 goto end\nr6 = r0\ncall bpf_get_prandom_u32\nr0 &= 31\nr6 += r0\nr0 = *(u8 *)(r6 +0)\nend: r0 = 0\nexit"),
        new("length without a bound", Raw, "unbounded-access", 5, "r6 = *(u64 *)(r1 +0)\nr1 = r10\nr1 += -16\nr2 = r6\nr3 = 0\ncall bpf_probe_read_kernel\nr0 = 0\nexit"),
        new("length that is too large", Raw, "stack-bounds", 4, "r1 = r10\nr1 += -16\nr2 = 17\nr3 = 0\ncall bpf_probe_read_kernel\nr0 = 0\nexit"),
        new("offset that is too far", Raw, "range", 7, "@lookup\nif r0 == 0 goto end\nr0 += 2000000000\nend: r0 = 0\nexit"),
        new("and of a pointer", Raw, "pointer-arithmetic", 1, "r0 = 0\nr1 &= 7\nexit"),
        new("product of a pointer", Raw, "pointer-arithmetic", 1, "r0 = 0\nr1 *= 8\nexit"),
        new("sum of two pointers", Raw, "pointer-arithmetic", 1, "r0 = 0\nr1 += r10\nexit"),
        new("number minus pointer", Raw, "pointer-arithmetic", 1, "r0 = 0\nr0 -= r1\nexit"),
        new("half of a pointer changed", Raw, "pointer-arithmetic", 1, "r0 = 0\nw1 += 1\nexit"),
        new("adds to the packet's end", "xdp", "pointer-arithmetic", 1, "r1 = *(u32 *)(r1 +4)\nr1 += 1\nr0 = 0\nexit"),
        new("adds to a map", Raw, "pointer-arithmetic", 3, "r1 = map[hits]\nr0 = 0\nr1 += 8\nexit"),
        new("shift by 64", Raw, "shift", 1, "r0 = 1\nr0 <<= 64\nexit"),
        new("division by zero", Raw, "division-by-zero", 1, "r0 = 1\nr0 /= 0\nexit"),

        // calls
        new("helper that does not exist", Raw, "unknown-helper", 0, "call 5000\nexit"),
        new("helper of another type", Raw, "helper-not-allowed", 0, "call bpf_skb_load_bytes\nexit"),
        new("number instead of a map", Raw, "argument-type", 3, "r2 = r10\nr2 += -4\nr1 = 5\ncall bpf_map_lookup_elem\nexit"),
        new("context instead of a key", Raw, "argument-type", 3, "r2 = r1\nr1 = map[hits]\ncall bpf_map_lookup_elem\nexit"),
        new("ring buffer call on a hash", Raw, "map-kind", 4, "r1 = map[hash]\nr2 = 16\nr3 = 0\ncall bpf_ringbuf_reserve\nr0 = 0\nexit"),
        new("tail call into an array", Raw, "map-kind", 3, "r2 = map[hits]\nr3 = 0\ncall bpf_tail_call\nr0 = 0\nexit"),
        new("reserves a variable size", Raw, "argument-constant", 5, "r6 = *(u64 *)(r1 +0)\nr2 = r6\nr1 = map[ring]\nr3 = 0\ncall bpf_ringbuf_reserve\nr0 = 0\nexit"),
        new("restricted helper without a licence", Raw, "license", 4, "r1 = r10\nr1 += -8\nr2 = 8\nr3 = 0\ncall bpf_probe_read_kernel\nr0 = 0\nexit", License: "Proprietary"),
        new("sleeps where it must not", Raw, "sleepable", 4, "r1 = r10\nr1 += -8\nr2 = 8\nr3 = 0\ncall bpf_copy_from_user\nr0 = 0\nexit"),

        new("context instead of a buffer", "socket", "argument-type", 0, "call bpf_probe_read_kernel\nexit"),
        new("reads a field of a value unchecked", Raw, "null-check", 7, "r6 = r1\n@lookup\nr1 = *(u64 *)(r0 +8)\nr0 = 0\nexit"),
        new("printed text without a length", Raw, "range", 4, "*(u64 *)(r10 -8) = 0\nr1 = r10\nr1 += -8\nr2 = 0\ncall bpf_trace_printk\nr0 = 0\nexit"),

        // references
        new("record never released", Raw, "reference-leak", 7, "@reserve\nif r0 == 0 goto end\nr0 = 0\nend: exit"),
        new("record released on one branch", Raw, "reference-leak", 13, "@reserve\nif r0 == 0 goto end\nr6 = r0\ncall bpf_ktime_get_ns\nif r0 == 0 goto end\nr1 = r6\nr2 = 0\ncall bpf_ringbuf_submit\nend: r0 = 0\nexit"),
        new("record submitted twice", Raw, "no-pointer", 11, "@reserve\nif r0 == 0 goto end\nr6 = r0\nr1 = r6\nr2 = 0\ncall bpf_ringbuf_submit\nr1 = r6\nr0 = *(u64 *)(r6 +0)\nend: r0 = 0\nexit"),
        new("record submitted from its middle", Raw, "release", 9, "@reserve\nif r0 == 0 goto end\nr1 = r0\nr1 += 8\nr2 = 0\ncall bpf_ringbuf_submit\nend: r0 = 0\nexit"),
        new("map value submitted", Raw, "argument-type", 9, "@lookup\nif r0 == 0 goto end\nr1 = r0\nr2 = 0\ncall bpf_ringbuf_submit\nend: r0 = 0\nexit"),

        // shape
        new("code that no path reaches", Raw, "unreachable-code", 2, "r0 = 0\nexit\nr0 = 1\nexit"),
        new("jump behind the end", Raw, "jump-range", 0, "if r1 == 0 goto pc+5\nr0 = 0\nexit"),
        new("jump into a constant", Raw, "jump-range", 2, "r0 = 0\nif r0 == 0 goto pc+1\nr1 = map[hits]\nexit"),
        new("runs over its end", Raw, "fall-through", null, "r0 = 0\nr1 = 0"),
        new("loop that never ends", Raw, "loop", 1, "r0 = 0\nagain: if r0 == 0 goto again\nexit"),
        new("loop that is too long", Raw, "too-complex", null, "r0 = 0\nagain: r0 += 1\nif r0 < 2000000 goto again\nr0 = 0\nexit"),
    ];
}
