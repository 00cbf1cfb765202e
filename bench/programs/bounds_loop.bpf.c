// Reads of all sizes at places that the packet itself names, each checked.
// packet: random512
#include "bench.h"

SEC("xdp") int bounds_loop(struct xdp_md *ctx)
{
	u8 *start = start_of(ctx), *end = end_of(ctx);
	u32 sum = 0, at = 0;

	for (int i = 0; i < 150; i++) {
		u8 *p = start + (at & 511);

		if (p + 1 > end)
			return sum;
		sum += *p;
		if (p + 2 <= end)
			sum ^= *(u16 *)p;
		if (p + 4 <= end)
			sum += *(u32 *)p >> 3;
		if (p + 8 <= end)
			sum ^= fold(*(u64 *)p);
		at += 7 + (sum & 31);
	}
	return sum;
}
