// Adler-32 of a packet.
// packet: random1024
#include "bench.h"

SEC("xdp") int adler32(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx), *end = end_of(ctx);
	u32 a = 1, b = 0;

	for (int i = 0; i < 900; i++, p++) {
		if (p + 1 > end)
			break;
		a += *p;
		b += a;
	}
	return b % 65521 << 16 | a % 65521;
}
