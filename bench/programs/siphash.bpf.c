// SipHash-2-4 of a packet.
// packet: random256
#include "bench.h"

#define ROUND do { \
	v0 += v1; v1 = rotl64(v1, 13) ^ v0; v0 = rotl64(v0, 32); \
	v2 += v3; v3 = rotl64(v3, 16) ^ v2; \
	v0 += v3; v3 = rotl64(v3, 21) ^ v0; \
	v2 += v1; v1 = rotl64(v1, 17) ^ v2; v2 = rotl64(v2, 32); } while (0)

SEC("xdp") int siphash(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx), *end = end_of(ctx);
	u64 k0 = seed, k1 = ~k0;
	u64 v0 = k0 ^ 0x736f6d6570736575ull, v1 = k1 ^ 0x646f72616e646f6dull;
	u64 v2 = k0 ^ 0x6c7967656e657261ull, v3 = k1 ^ 0x7465646279746573ull;

	for (int i = 0; i < 32; i++, p += 8) {
		u64 m;

		if (p + 8 > end)
			break;
		m = *(u64 *)p;
		v3 ^= m;
		ROUND;
		ROUND;
		v0 ^= m;
	}
	v2 ^= 0xff;
	ROUND;
	ROUND;
	ROUND;
	ROUND;
	return fold(v0 ^ v1 ^ v2 ^ v3);
}
