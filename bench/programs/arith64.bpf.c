// Additions, multiplications, shifts and logic of 64 bits.
#include "bench.h"

SEC("xdp") int arith64(struct xdp_md *ctx)
{
	u64 a = seed, b = a * 3, c = ~a;

	for (int i = 0; i < 200; i++) {
		a += b ^ c >> 5;
		b = b * 0x9e3779b97f4a7c15ull + i;
		c -= a | b << 3;
		a ^= c & b;
	}
	return fold(a + b * c);
}
