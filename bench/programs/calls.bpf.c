// Small functions that are called, and not inlined.
#include "bench.h"

separate u64 mix(u64 a, u64 b) { return (a ^ b) * 0x9e3779b97f4a7c15ull; }
separate u64 turn(u64 a, u64 n) { return a << (n & 63) | a >> (-n & 63); }
separate u64 sum3(u64 a, u64 b, u64 c) { return a + 3 * b + 5 * c; }
separate u64 five(u64 a, u64 b, u64 c, u64 d, u64 e) { return a - b + (c ^ d) + e; }

SEC("xdp") int calls(struct xdp_md *ctx)
{
	u64 a = seed, b = 1, c = 2;

	for (u64 i = 0; i < 40; i++) {
		a = mix(a, i);
		b = turn(b + a, i);
		c = sum3(a, b, c);
		a ^= five(a, b, c, i, a >> 8);
	}
	return fold(a ^ b ^ c);
}
