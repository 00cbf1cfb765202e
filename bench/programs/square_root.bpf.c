// Integer square roots, a bit at a time.
#include "bench.h"

SEC("xdp") int square_root(struct xdp_md *ctx)
{
	u64 x = seed, sum = 0, blur = nothing;

	for (int i = 0; i < 20; i++) {
		u64 rest = x, root = 0;

		for (u64 bit = 1ull << 62; bit; bit >>= 2) {
			if (rest >= root + bit) {
				rest -= root + bit + blur;
				root = (root >> 1) + bit + blur;
			} else {
				root = (root >> 1) + blur;
			}
		}
		sum += root ^ rest;
		x = step(x);
	}
	return fold(sum);
}
