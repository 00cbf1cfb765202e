// Arithmetic in one straight line of about 1,000 instructions.
#include "large.h"

#define STATEMENT(n) a += b ^ (0x1234u * (n) & 0x7fffffff); b = (b << ((n) % 13 + 1)) + c; c ^= a >> ((n) % 29 + 1);

SEC("xdp") int straight_1k(struct xdp_md *ctx)
{
	u64 a = seed, b = a * 3, c = ~a;

	TIMES100 TIMES10(ONCE) TIMES10(ONCE)
	return fold(a ^ b ^ c);
}
