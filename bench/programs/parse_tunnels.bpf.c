// GRE and IP-in-IP, one within another, by a loop that knows what comes next; over and over.
// packet: tunnels
#include "net.h"

SEC("xdp") int parse_tunnels(struct xdp_md *ctx)
{
	u32 sum = 0;

	for (int i = 0; i < 12; i++) {
		void *end = end_of(ctx), *p = start_of(ctx) + sizeof(struct eth);

		for (int depth = 0; depth < 5; depth++) {
			struct ip4 *ip = header(ip4, p, end);

			if (!ip || ip->version_length != 0x45)
				return depth;
			sum = sum * 31 + (ip->from ^ ip->to);
			p = ip + 1;
			if (ip->protocol == GRE) {
				struct gre *gre = header(gre, p, end);

				if (!gre || gre->type != bpf_htons(IPV4))
					return 16 + depth;
				p = gre + 1;
				if (gre->flags & bpf_htons(0x2000))
					p += 4;
			} else if (ip->protocol != IPIP) {
				sum += ip->protocol;
				break;
			}
		}
	}
	return sum;
}
