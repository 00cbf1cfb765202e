// The internet checksum of a whole packet, 16 bits at a time.
// packet: random1024
#include "bench.h"

SEC("xdp") int checksum_packet(struct xdp_md *ctx)
{
	u16 *p = start_of(ctx), *end = end_of(ctx);
	u64 sum = 0;

	for (int i = 0; i < 512; i++, p++) {
		if (p + 1 > end)
			break;
		sum += *p;
	}
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (u16)~sum;
}
