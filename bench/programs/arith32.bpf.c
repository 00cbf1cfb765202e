// Additions, multiplications, shifts and logic of 32 bits.
#include "bench.h"

SEC("xdp") int arith32(struct xdp_md *ctx)
{
	u32 a = seed, b = a * 3, c = ~a;

	for (u32 i = 0; i < 200; i++) {
		a += b ^ c >> 5;
		b = b * 0x9e3779b1u + i;
		c -= a | b << 3;
		a ^= c & b;
	}
	return a + b * c;
}
