// Counters and tables in global variables, which is memory of a map without a lookup.
#include "bench.h"

u64 counters[32];
u32 last;

SEC("xdp") int globals(struct xdp_md *ctx)
{
	u64 x = seed;

	for (int i = 0; i < 32; i++)
		counters[i] = i;
	last = 0;
	for (int i = 0; i < 100; i++, x = step(x)) {
		u32 at = (x ^ last) & 31;

		counters[at] += x >> 40;
		counters[(at + 7) & 31] ^= counters[at];
		last = last * 5 + at;
	}
	return last ^ fold(counters[3] + counters[19]);
}
