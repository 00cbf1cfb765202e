// CRC-32 of a packet, a bit at a time.
// packet: random256
#include "bench.h"

SEC("xdp") int crc32_bits(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx), *end = end_of(ctx);
	u32 crc = ~0u, blur = nothing;

	/* Not the usual mask by -(crc & 1): Linux 6.18 walks both of its values apart, at each bit. */
	for (int i = 0; i < 128; i++, p++) {
		if (p + 1 > end)
			break;
		crc ^= *p;
		for (int bit = 0; bit < 8; bit++)
			crc = (crc >> 1 ^ 0xedb88320u * (crc & 1)) + blur;
	}
	return ~crc;
}
