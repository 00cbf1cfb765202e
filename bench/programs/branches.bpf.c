// Branches that depend on random bits, which no predictor knows.
#include "bench.h"

SEC("xdp") int branches(struct xdp_md *ctx)
{
	u64 x = seed;
	u32 a = 1, b = 2, c = 3;

	for (int i = 0; i < 150; i++) {
		x = step(x);
		if (x & 1) {
			a += b;
			hide(a);
		} else {
			b ^= a;
			hide(b);
		}
		if (x & 0x100) {
			c += a;
			hide(c);
		}
		if ((s64)x < 0) {
			a -= c;
			hide(a);
		} else if ((x & 0xff0000) > 0x800000) {
			b += 3;
			hide(b);
		}
	}
	return a ^ b ^ c;
}
