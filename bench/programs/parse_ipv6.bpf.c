// IPv6 with a chain of extension headers, over and over.
// packet: ipv6
#include "net.h"

SEC("xdp") int parse_ipv6(struct xdp_md *ctx)
{
	u32 sum = 0;

	for (int i = 0; i < 12; i++) {
		void *p = start_of(ctx), *end = end_of(ctx);
		struct eth *eth = p;
		struct ip6 *ip;
		u64 at;
		u8 next;

		if (is_cut(eth, end) || eth->type != bpf_htons(IPV6))
			return 1;
		ip = header(ip6, eth + 1, end);
		if (!ip)
			return 2;
		next = ip->next;
		at = sizeof(*eth) + sizeof(*ip);
		for (int hop = 0; hop < 6; hop++) {
			u8 *option = p + at;

			if (next != 0 && next != 43 && next != 60)
				break;
			if (option + 8 > (u8 *)end)
				return 3;
			next = option[0];
			at = (at + 8 + 8 * (option[1] & 7)) & 255;
			sum += option[2];
		}
		if (next == TCP) {
			struct tcp *tcp = header(tcp, p + at, end);

			if (tcp)
				sum = sum * 31 + tcp->seq;
		}
		sum = sum * 31 + fold(ip->from[1] ^ ip->to[1]) + next;
	}
	return sum;
}
