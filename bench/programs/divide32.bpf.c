// Unsigned division and modulo of 32 bits, by numbers that vary and by constants.
#include "bench.h"

SEC("xdp") int divide32(struct xdp_md *ctx)
{
	u32 x = seed, sum = 0;

	for (u32 i = 1; i < 150; i++) {
		u32 d = (x >> 20) + i;

		hide(d);
		sum += x / d + x % (d + 1) + x / 10 + x % 1000;
		x = x * 1664525 + 1013904223;
	}
	return sum;
}
