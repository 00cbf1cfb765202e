// The checksum of an IPv4 header, checked and computed again, a number of times.
// packet: tcp
#include "net.h"

SEC("xdp") int checksum_header(struct xdp_md *ctx)
{
	struct ip4 *ip = start_of(ctx) + sizeof(struct eth);
	u32 all = 0;

	if ((void *)(ip + 1) > end_of(ctx))
		return 0;
	for (u32 i = 0; i < 40; i++) {
		u32 sum = i;

		for (int word = 0; word < 10; word++)
			sum = (sum >> 1) + ((u16 *)ip)[word];
		sum = (sum & 0xffff) + (sum >> 16);
		sum = (sum & 0xffff) + (sum >> 16);
		all = all * 7 + (u16)~sum;
	}
	return all;
}
