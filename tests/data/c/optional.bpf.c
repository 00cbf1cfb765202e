// Programs that are loaded only if they are asked for: the first takes packets in parts, the others want of the kernel what it may lack.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

extern const int bpf_prog_active __ksym;
int no_such_function(int) __ksym __weak;

int has_variable SEC(".bss.answers");

SEC("?xdp.frags")
int takes_parts(struct xdp_md *context)
{
    return XDP_PASS;
}

SEC("?syscall")
int reads_a_variable(void *context)
{
    const int *active = bpf_per_cpu_ptr(&bpf_prog_active, 0);
    if (active)
        has_variable = 1 + (*active & 0);
    return 0;
}

SEC("?syscall")
int calls_what_is_missing(void *context)
{
    return no_such_function(2);
}

SEC("xdp")
int by_default(struct xdp_md *context)
{
    return XDP_PASS;
}
