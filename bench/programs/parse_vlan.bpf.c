// A stack of VLAN tags before IPv4, over and over.
// packet: vlan
#include "net.h"

SEC("xdp") int parse_vlan(struct xdp_md *ctx)
{
	u32 sum = 0;

	for (int i = 0; i < 20; i++) {
		void *p = start_of(ctx), *end = end_of(ctx);
		struct eth *eth = p;
		struct ip4 *ip;
		u16 type;

		if (is_cut(eth, end))
			return 1;
		type = bpf_ntohs(eth->type);
		p = eth + 1;
		for (int tag = 0; tag < 4 && (type == VLAN || type == QINQ); tag++) {
			struct vlan *vlan = header(vlan, p, end);

			if (!vlan)
				return 2;
			sum = sum * 31 + (bpf_ntohs(vlan->tag) & 0xfff);
			type = bpf_ntohs(vlan->type);
			p = vlan + 1;
		}
		ip = header(ip4, p, end);
		if (!ip || type != IPV4)
			return 3;
		sum = sum * 31 + ip->to;
	}
	return sum;
}
