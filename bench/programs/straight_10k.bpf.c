// Arithmetic in one straight line of about 10,000 instructions.
#include "large.h"

#define STATEMENT(n) a += b ^ (0x1234u * (n) & 0x7fffffff); b = (b << ((n) % 13 + 1)) + c; c ^= a >> ((n) % 29 + 1);

SEC("xdp") int straight_10k(struct xdp_md *ctx)
{
	u64 a = seed, b = a * 3, c = ~a;

	TIMES1000
	return fold(a ^ b ^ c);
}
