// Three loops within one another.
#include "bench.h"

SEC("xdp") int nested_loops(struct xdp_md *ctx)
{
	u64 sum = seed;

	for (u64 i = 0; i < 8; i++)
		for (u64 j = 0; j < 12; j++)
			for (u64 k = 0; k < 16; k++) {
				sum += i * j ^ k;
				hide(sum);
			}
	return fold(sum);
}
