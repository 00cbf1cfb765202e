// What a user of libbpf's usdt.bpf.h writes: the arguments and the cookie of a probe.
#if defined(__TARGET_ARCH_arm64) || defined(__aarch64__)
#define __TARGET_ARCH_arm64 1
#else
#define __TARGET_ARCH_x86 1
#endif
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

// libbpf's header asks at load whether the kernel has cookies; every kernel that is tested against has. Its functions are made static.
#undef __kconfig
#define __kconfig
#undef __weak
#define __weak
#undef __hidden
#define __hidden static __attribute__((unused))
#include <bpf/usdt.bpf.h>

const _Bool LINUX_HAS_BPF_COOKIE = 1;

char _license[] SEC("license") = "GPL";

struct {
    long arguments[8];
    long sum;
    long cookie;
    int count;
    int runs;
} seen;

static void see_run(struct pt_regs *ctx)
{
    seen.cookie = bpf_usdt_cookie(ctx);
    seen.count = bpf_usdt_arg_cnt(ctx);
    seen.runs++;
}

SEC("usdt")
int on_arguments(struct pt_regs *ctx)
{
    for (int i = 0; i < 8; i++) {
        long value = 0;
        bpf_usdt_arg(ctx, i, &value);
        seen.arguments[i] = value;
    }
    see_run(ctx);
    return 0;
}

SEC("usdt")
int BPF_USDT(on_places, long value)
{
    __sync_fetch_and_add(&seen.sum, value);
    see_run(ctx);
    return 0;
}
