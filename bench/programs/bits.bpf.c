// Population counts, leading zeros, reversed bits and parity, by shifts and masks.
#include "bench.h"

SEC("xdp") int bits(struct xdp_md *ctx)
{
	u64 x = seed, sum = 0;

	for (int i = 0; i < 40; i++, x = step(x)) {
		u64 c = x - (x >> 1 & 0x5555555555555555ull), r = x, z = x >> (i & 31);
		u32 zeros = 0;

		c = (c & 0x3333333333333333ull) + (c >> 2 & 0x3333333333333333ull);
		c = (c + (c >> 4) & 0x0f0f0f0f0f0f0f0full) * 0x0101010101010101ull >> 56;
		r = (r >> 1 & 0x5555555555555555ull) | (r & 0x5555555555555555ull) << 1;
		r = (r >> 2 & 0x3333333333333333ull) | (r & 0x3333333333333333ull) << 2;
		r = (r >> 4 & 0x0f0f0f0f0f0f0f0full) | (r & 0x0f0f0f0f0f0f0f0full) << 4;
		r = __builtin_bswap64(r);
		if (!(z >> 32)) { zeros += 32; z <<= 32; }
		if (!(z >> 48)) { zeros += 16; z <<= 16; }
		if (!(z >> 56)) { zeros += 8; z <<= 8; }
		if (!(z >> 60)) { zeros += 4; z <<= 4; }
		sum += c + (r ^ zeros);
	}
	return fold(sum);
}
