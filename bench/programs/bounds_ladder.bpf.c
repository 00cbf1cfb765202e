// A check against the end of the packet before each of many reads.
// packet: random256
#include "bench.h"

#define READ(n) if (p + (n) + 4 > end) return sum; sum = sum * 3 + *(u32 *)(p + (n));
#define READ8(n) READ(n) READ((n) + 3) READ((n) + 6) READ((n) + 9) READ((n) + 12) READ((n) + 15) READ((n) + 18) READ((n) + 21)

SEC("xdp") int bounds_ladder(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx), *end = end_of(ctx);
	u32 sum = seed;

	READ8(0) READ8(24) READ8(48) READ8(72) READ8(96) READ8(120) READ8(144) READ8(168) READ8(192) READ8(216)
	READ8(1) READ8(25) READ8(49) READ8(73) READ8(97) READ8(121) READ8(145) READ8(169) READ8(193) READ8(217)
	return sum;
}
