// SPDX-License-Identifier: MIT
// Passes datagrams from or to one UDP port, over IPv4 and IPv6, and counts them by the other port. It would do so on an interface, too.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define FRAGMENT_OFFSET 0x1fff

const volatile __u16 port = 53;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, __u16);
	__type(value, __u64);
} others SEC(".maps");

static void count(__u16 other)
{
	__u64 first = 1, *seen = bpf_map_lookup_elem(&others, &other);

	if (seen)
		__sync_fetch_and_add(seen, 1);
	else
		bpf_map_update_elem(&others, &other, &first, BPF_NOEXIST);
}

static int decide(struct udphdr *udp, void *end)
{
	__u16 from, to;

	if ((void *)&udp->len > end) /* the ports are enough: captures may cut packets off */
		return XDP_DROP;
	from = bpf_ntohs(udp->source);
	to = bpf_ntohs(udp->dest);
	if (from != port && to != port)
		return XDP_DROP;
	count(from == port ? to : from);
	return XDP_PASS;
}

SEC("xdp")
int filter(struct xdp_md *context)
{
	void *data = (void *)(long)context->data, *end = (void *)(long)context->data_end;
	struct ethhdr *ethernet = data;

	if ((void *)(ethernet + 1) > end)
		return XDP_DROP;
	if (ethernet->h_proto == bpf_htons(ETH_P_IP)) {
		struct iphdr *ip = (void *)(ethernet + 1);

		if ((void *)(ip + 1) > end || ip->protocol != IPPROTO_UDP || ip->frag_off & bpf_htons(FRAGMENT_OFFSET))
			return XDP_DROP;
		return decide((void *)ip + ip->ihl * 4, end);
	}
	if (ethernet->h_proto == bpf_htons(ETH_P_IPV6)) {
		struct ipv6hdr *ip = (void *)(ethernet + 1);

		if ((void *)(ip + 1) > end || ip->nexthdr != IPPROTO_UDP)
			return XDP_DROP;
		return decide((void *)(ip + 1), end);
	}
	return XDP_DROP;
}

char _license[] SEC("license") = "Dual MIT/GPL";
