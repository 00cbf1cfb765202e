// Looks numbers up in a sorted table by halving.
#include "bench.h"

u32 table[256];

SEC("xdp") int binary_search(struct xdp_md *ctx)
{
	u32 sum = 0;
	u64 x = seed;

	if (table[255] == 0)
		for (u32 i = 0; i < 256; i++)
			table[i] = i * 257 + (i * i & 127) + 1;
	for (int query = 0; query < 30; query++, x = step(x)) {
		u32 wanted = x & 0xffff, low = 0;

		for (u32 half = 128; half; half >>= 1)
			if (table[(low + half) & 255] <= wanted)
				low += half;
		sum = sum * 31 + low;
	}
	return sum;
}
