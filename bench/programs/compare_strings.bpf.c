// Finds which of 16 words each word of a text is.
// packet: words
#include "bench.h"

const volatile char known[16][8] = {
	"alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel",
	"india", "juliet", "kilo", "lima", "mike", "oscar", "papa", "quebec",
};

SEC("xdp") int compare_strings(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx), *end = end_of(ctx);
	u32 sum = 0;

	for (int word = 0; word < 12; word++, p += 8) {
		u32 found = 16;

		if (p + 8 > end)
			break;
		for (int i = 0; i < 16; i++) {
			int same = 1;

			for (int c = 0; c < 8; c++)
				if (p[c] != (u8)known[i][c]) {
					same = 0;
					break;
				}
			if (same) {
				found = i;
				break;
			}
		}
		sum = sum * 17 + found;
	}
	return sum;
}
