// Reads decimal and hexadecimal numbers out of text.
// packet: numbers
#include "bench.h"

SEC("xdp") int parse_numbers(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx), *end = end_of(ctx);
	u64 number = 0, sum = 0;
	u32 hex = 0;

	for (int i = 0; i < 300; i++, p++) {
		u8 c;

		if (p + 1 > end)
			break;
		c = *p;
		if (c >= '0' && c <= '9') {
			number = number * (hex ? 16 : 10) + (c - '0');
		} else if (hex && (c | 32) >= 'a' && (c | 32) <= 'f') {
			number = number * 16 + ((c | 32) - 'a' + 10);
		} else if (c == 'x') {
			hex = 1;
		} else {
			sum = sum * 31 + number;
			number = 0;
			hex = 0;
		}
	}
	return fold(sum);
}
