// Looks for a word of four letters in a packet, at every place.
// packet: http
#include "bench.h"

SEC("xdp") int search_memory(struct xdp_md *ctx)
{
	u8 *start = start_of(ctx), *end = end_of(ctx);
	u32 found = 0;

	for (int i = 0; i < 380; i++) {
		u8 *p = start + i;

		if (p + 4 > end)
			break;
		if (p[0] == 't' && p[1] == 'e' && p[2] == 'x' && p[3] == 't')
			found = found * 31 + i;
		else if ((*(u32 *)p | 0x20202020) == 0x74736f68)
			found ^= i << 12;
	}
	return found;
}
