// Unsigned division and modulo of 64 bits, by numbers that vary.
#include "bench.h"

SEC("xdp") int divide64(struct xdp_md *ctx)
{
	u64 x = seed, sum = 0;

	for (u64 i = 1; i < 120; i++) {
		u64 d = (x >> 40) + i;

		hide(d);
		sum += x / d + x % (d + 1);
		x = step(x);
	}
	return fold(sum);
}
