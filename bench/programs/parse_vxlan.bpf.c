// A packet in a VXLAN tunnel: seven headers, over and over.
// packet: vxlan
#include "net.h"

SEC("xdp") int parse_vxlan(struct xdp_md *ctx)
{
	u32 sum = 0;

	for (int i = 0; i < 20; i++) {
		void *end = end_of(ctx);
		struct eth *outer = start_of(ctx), *inner;
		struct ip4 *ip;
		struct udp *udp;
		struct vxlan *vxlan;

		if (is_cut(outer, end) || outer->type != bpf_htons(IPV4))
			return 1;
		ip = header(ip4, outer + 1, end);
		if (!ip || ip->protocol != UDP || ip->version_length != 0x45)
			return 2;
		udp = header(udp, ip + 1, end);
		if (!udp || udp->to != bpf_htons(4789))
			return 3;
		vxlan = header(vxlan, udp + 1, end);
		if (!vxlan || !(vxlan->flags & bpf_htonl(0x08000000)))
			return 4;
		sum = sum * 31 + (bpf_ntohl(vxlan->vni) >> 8);
		inner = header(eth, vxlan + 1, end);
		if (!inner || inner->type != bpf_htons(IPV4))
			return 5;
		ip = header(ip4, inner + 1, end);
		if (!ip || ip->version_length != 0x45)
			return 6;
		sum = sum * 31 + (ip->from ^ ip->to);
		if (ip->protocol == UDP) {
			udp = header(udp, ip + 1, end);
			if (!udp)
				return 7;
			sum = sum * 31 + (udp->from ^ udp->to);
		}
	}
	return sum;
}
