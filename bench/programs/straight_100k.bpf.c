// Arithmetic of 32 bits in one straight line of about 100,000 instructions.
#include "large.h"

#define STATEMENT(n) a += b * 3 ^ (0x1234u * (n) & 0x7fffffff); b = rotl32(b, (n) % 13 + 1) - c; c ^= a >> ((n) % 29 + 1);

SEC("xdp") int straight_100k(struct xdp_md *ctx)
{
	u32 a = seed, b = a * 3, c = ~a;

	TIMES4(TIMES1000) TIMES4(TIMES1000)
	return a ^ b ^ c;
}
