// A thousand conditions one behind the other: about 10,000 instructions with many jumps.
#include "large.h"

#define STATEMENT(n) \
	if (a & (1u << (n) % 31)) { b += a ^ (n); hide(b); } else { c ^= b + (n); hide(c); } \
	a = a * 33 + (b ^ c);

SEC("xdp") int branches_10k(struct xdp_md *ctx)
{
	u32 a = seed, b = a * 3, c = ~a;

	TIMES1000
	return a ^ b ^ c;
}
