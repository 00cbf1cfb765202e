// FNV-1a of a packet, byte by byte.
// packet: random512
#include "bench.h"

SEC("xdp") int fnv1a(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx), *end = end_of(ctx);
	u64 hash = 0xcbf29ce484222325ull;

	for (int i = 0; i < 512; i++, p++) {
		if (p + 1 > end)
			break;
		hash = (hash ^ *p) * 0x100000001b3ull;
	}
	return fold(hash);
}
