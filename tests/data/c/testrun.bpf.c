// A program of each type that BPF_PROG_TEST_RUN can run; each shows in its own way that it saw its input.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "Dual MIT/GPL";

// Takes 4 bytes from the front and marks the new first byte; XDP_TX tells it from other answers.
SEC("xdp")
int shorten(struct xdp_md *context)
{
    if (bpf_xdp_adjust_head(context, 4))
        return XDP_ABORTED;
    unsigned char *data = (void *)(long)context->data;
    if ((void *)(data + 1) > (void *)(long)context->data_end)
        return XDP_ABORTED;
    *data = 0xab;
    return XDP_TX;
}

SEC("tc")
int mark(struct __sk_buff *packet)
{
    packet->cb[0] = packet->mark + 1;
    packet->mark = 0x77;
    return packet->len;
}

SEC("socket")
int length(struct __sk_buff *packet)
{
    return packet->len + 1000;
}

SEC("cgroup_skb/egress")
int allow_marked(struct __sk_buff *packet)
{
    return packet->mark == 5;
}

SEC("lwt_in")
int drop_long(struct __sk_buff *packet)
{
    return packet->len > 60 ? BPF_DROP : BPF_OK;
}

SEC("flow_dissector")
int dissect(struct __sk_buff *packet)
{
    struct bpf_flow_keys *keys = packet->flow_keys;
    keys->thoff = keys->nhoff + 20;
    keys->ip_proto = 6;
    return BPF_OK;
}

SEC("raw_tp/sys_enter")
int add(unsigned long long *arguments)
{
    return arguments[0] + arguments[1] + 100 * bpf_get_smp_processor_id();
}

SEC("sk_lookup")
int pass_port(struct bpf_sk_lookup *lookup)
{
    return lookup->local_port == 7777 ? SK_PASS : SK_DROP;
}

SEC("netfilter")
int accept(void *context)
{
    return 1;
}

struct pair {
    unsigned long long in;
    unsigned long long out;
};

SEC("syscall")
int twice(struct pair *pair)
{
    pair->out = 2 * pair->in;
    return 3;
}

SEC("tracepoint/sched/sched_switch")
int no_test_run(void *context)
{
    return 0;
}
