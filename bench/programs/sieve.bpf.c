// The sieve of Eratosthenes up to 400, in a global array.
#include "bench.h"

u8 composite[512];

SEC("xdp") int sieve(struct xdp_md *ctx)
{
	u32 count = 0, limit = 400 + (seed & 1);

	for (u32 i = 0; i < 512; i++)
		composite[i] = 0;
	for (u32 i = 2; i < 20; i++) {
		if (composite[i])
			continue;
		for (u32 j = i * i; j < limit && j < 512; j += i)
			composite[j] = 1;
	}
	for (u32 i = 2; i < 400; i++)
		count += !composite[i] ? i : 0;
	return count;
}
