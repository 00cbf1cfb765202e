// Euclid's algorithm on pairs of numbers.
#include "bench.h"

SEC("xdp") int gcd(struct xdp_md *ctx)
{
	u64 x = seed, sum = 0;

	for (int i = 0; i < 16; i++) {
		u32 a = x, b = x >> 32;

		for (int steps = 0; steps < 48 && b; steps++) {
			u32 rest = a % b;

			a = b;
			b = rest;
		}
		sum = sum * 31 + a;
		x = step(x);
	}
	return fold(sum);
}
