// Rewrites addresses, ports and time to live, and brings the checksum up to date. A second run writes the same.
// packet: tcp
#include "net.h"

inlined u16 replaced(u16 checksum, u32 before, u32 after)
{
	u32 sum = (u16)~checksum;

	sum += (u16)~before + (u16)~(before >> 16) + (u16)after + (u16)(after >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

SEC("xdp") int rewrite_headers(struct xdp_md *ctx)
{
	void *end = end_of(ctx);
	struct eth *eth = start_of(ctx);
	struct ip4 *ip;
	struct tcp *tcp;
	u32 sum = 0;

	if (is_cut(eth, end))
		return 1;
	ip = header(ip4, eth + 1, end);
	if (!ip)
		return 2;
	tcp = header(tcp, ip + 1, end);
	if (!tcp)
		return 3;
	for (u32 i = 0; i < 24; i++) {
		u32 to = bpf_htonl(0x0a000001 + (i ^ 23)), from = bpf_htonl(0xc0000201 + (i ^ 23) * 3);

		ip->checksum = replaced(ip->checksum, ip->to, to);
		ip->to = to;
		ip->checksum = replaced(ip->checksum, ip->from, from);
		ip->from = from;
		tcp->to = bpf_htons(8080 + (i ^ 23));
		eth->to[5] = i;
		eth->from[0] = 2;
		sum = sum * 31 + (u32)bpf_ntohl(to) + tcp->to;
	}
	ip->ttl = 63;
	return sum;
}
