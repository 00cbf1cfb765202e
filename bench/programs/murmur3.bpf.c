// MurmurHash3's 32-bit form over a packet.
// packet: random512
#include "bench.h"

SEC("xdp") int murmur3(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx), *end = end_of(ctx);
	u32 h = seed;

	for (int i = 0; i < 128; i++, p += 4) {
		u32 k;

		if (p + 4 > end)
			break;
		k = *(u32 *)p * 0xcc9e2d51u;
		h ^= rotl32(k, 15) * 0x1b873593u;
		h = rotl32(h, 13) * 5 + 0xe6546b64u;
	}
	h ^= 512;
	h = (h ^ h >> 16) * 0x85ebca6bu;
	h = (h ^ h >> 13) * 0xc2b2ae35u;
	return h ^ h >> 16;
}
