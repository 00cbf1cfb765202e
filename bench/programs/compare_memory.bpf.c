// Compares parts of a packet with each other, byte by byte and word by word.
// packet: repeated
#include "bench.h"

SEC("xdp") int compare_memory(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx);
	u32 equal = 0;

	if (p + 512 > (u8 *)end_of(ctx))
		return 0;
	for (int distance = 1; distance < 9; distance++) {
		u32 i, n = 0;

		for (i = 0; i < 64; i++)
			if (p[i] != p[i + 16 * distance])
				break;
		for (int word = 0; word < 16; word++)
			n += *(u64 *)(p + 8 * word) == *(u64 *)(p + 8 * word + 32 * distance);
		equal = equal * 5 + i + n * 64;
	}
	return equal;
}
