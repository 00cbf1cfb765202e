// Lengths of Collatz sequences: short loops that end when the data says so.
#include "bench.h"

SEC("xdp") int collatz(struct xdp_md *ctx)
{
	u32 sum = 0;
	u64 blur = nothing;

	for (u32 start = 1; start <= 24; start++) {
		u64 x = start + (seed & 63) + blur;

		for (int i = 0; i < 150 && x != 1; i++) {
			x = (x & 1 ? 3 * x + 1 : x >> 1) + blur;
			sum++;
		}
	}
	return sum;
}
