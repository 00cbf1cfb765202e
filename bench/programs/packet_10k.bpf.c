// Reads of a packet with a check before each: about 10,000 instructions.
// packet: random512
#include "large.h"

#define STATEMENT(n) \
	if (p + (n) * 11 % 480 + 4 > end) return sum; \
	sum = (sum ^ *(u32 *)(p + (n) * 11 % 480)) * 5 + (n); \
	if (sum & 1) sum ^= p[(n) * 11 % 480 + 1];

SEC("xdp") int packet_10k(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx), *end = end_of(ctx);
	u32 sum = seed;

	TIMES1000
	return sum;
}
