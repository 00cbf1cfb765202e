// Ethernet, IPv4 and TCP headers to a five-tuple, over and over.
// packet: tcp
#include "net.h"

SEC("xdp") int parse_tcp(struct xdp_md *ctx)
{
	u32 sum = 0;

	for (int i = 0; i < 30; i++) {
		void *p = start_of(ctx), *end = end_of(ctx);
		struct eth *eth = p;
		struct ip4 *ip;
		struct tcp *tcp;
		u32 length;

		if (is_cut(eth, end) || eth->type != bpf_htons(IPV4))
			return 1;
		ip = header(ip4, eth + 1, end);
		if (!ip || ip->version_length >> 4 != 4)
			return 2;
		length = (ip->version_length & 15) * 4;
		if (length < sizeof(*ip) || ip->protocol != TCP)
			return 3;
		tcp = header(tcp, (void *)ip + length, end);
		if (!tcp)
			return 4;
		sum = sum * 31 + (ip->from ^ ip->to ^ (bpf_ntohs(tcp->from) << 16 | bpf_ntohs(tcp->to)) ^ tcp->flags) + i;
	}
	return sum;
}
