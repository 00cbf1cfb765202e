// Drops packets of banned addresses, until their ban is over. clang -g -O2 -target bpf -c firewall.bpf.c -o firewall.bpf.o
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct ban {
    __u64 until; // nanoseconds of the monotonic clock
    __u64 dropped;
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 1024);
    __type(key, __u32); // the address, in network byte order
    __type(value, struct ban);
} bans SEC(".maps");

SEC("xdp")
int firewall(struct xdp_md *context)
{
    void *end = (void *)(long)context->data_end;
    struct ethhdr *ethernet = (void *)(long)context->data;
    struct iphdr *ip = (void *)(ethernet + 1);
    if ((void *)ip > end)
        return XDP_ABORTED;
    if (ethernet->h_proto != bpf_htons(ETH_P_IP))
        return XDP_PASS;
    if ((void *)(ip + 1) > end)
        return XDP_ABORTED;

    __u32 source = ip->saddr;
    struct ban *ban = bpf_map_lookup_elem(&bans, &source);
    if (!ban)
        return XDP_PASS;
    if (bpf_ktime_get_ns() >= ban->until) {
        bpf_printk("ban of %pI4 is over: %llu dropped", &source, ban->dropped);
        bpf_map_delete_elem(&bans, &source);
        return XDP_PASS;
    }
    __sync_fetch_and_add(&ban->dropped, 1);
    return XDP_DROP;
}
