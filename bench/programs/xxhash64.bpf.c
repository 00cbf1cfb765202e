// xxHash's 64-bit form over a packet.
// packet: random1024
#include "bench.h"

#define P1 0x9e3779b185ebca87ull
#define P2 0xc2b2ae3d27d4eb4full
#define P3 0x165667b19e3779f9ull
#define P4 0x85ebca77c2b2ae63ull

inlined u64 take(u64 lane, u64 input) { return rotl64(lane + input * P2, 31) * P1; }
inlined u64 merge(u64 hash, u64 lane) { return (hash ^ take(0, lane)) * P1 + P4; }

SEC("xdp") int xxhash64(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx), *end = end_of(ctx);
	u64 a = seed + P1 + P2, b = seed + P2, c = seed, d = seed - P1, hash;

	for (int i = 0; i < 32; i++, p += 32) {
		if (p + 32 > end)
			break;
		a = take(a, *(u64 *)p);
		b = take(b, *(u64 *)(p + 8));
		c = take(c, *(u64 *)(p + 16));
		d = take(d, *(u64 *)(p + 24));
	}
	hash = rotl64(a, 1) + rotl64(b, 7) + rotl64(c, 12) + rotl64(d, 18);
	hash = merge(merge(merge(merge(hash, a), b), c), d) + 1024;
	hash = (hash ^ hash >> 33) * P2;
	hash = (hash ^ hash >> 29) * P3;
	return fold(hash ^ hash >> 32);
}
