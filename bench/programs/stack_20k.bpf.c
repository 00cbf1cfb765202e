// Loads and stores of 32 numbers on the stack: about 20,000 instructions without a loop.
#include "large.h"

#define STATEMENT(n) \
	n32[(n) % 32] += n32[((n) * 7 + 3) % 32] ^ (n); \
	n32[((n) * 5 + 1) % 32] ^= n32[((n) * 3) % 32] >> 3;

SEC("xdp") int stack_20k(struct xdp_md *ctx)
{
	volatile u32 n32[32];
	u64 x = seed;
	u32 sum = 0;

	for (int i = 0; i < 32; i++, x = step(x))
		n32[i] = x;
	TIMES1000 TIMES1000
	for (int i = 0; i < 32; i++)
		sum = sum * 31 + n32[i];
	return sum;
}
