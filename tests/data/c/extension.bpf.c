// A program whose function others replace and watch.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char _license[] SEC("license") = "GPL";

int watched;

// A global function of its own; what it returns is not known to its caller.
__attribute__((noinline)) int decide(struct xdp_md *packet)
{
    volatile int verdict = XDP_PASS;
    return packet ? verdict : 0;
}

SEC("xdp")
int entry(struct xdp_md *packet)
{
    return decide(packet);
}

SEC("freplace/decide")
int replacement(struct xdp_md *packet)
{
    return packet ? XDP_DROP : 0;
}

SEC("fexit/decide")
int watch(__u64 *arguments)
{
    if (arguments[1] == XDP_PASS) // the argument, then what it returned
        __sync_fetch_and_add(&watched, 1);
    return 0;
}
