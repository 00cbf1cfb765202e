// CRC-32 of a packet with a table of constants.
// packet: random512
#include "bench.h"

#define B1(c) ((c) >> 1 ^ (0xedb88320u & -((c) & 1u)))
#define B4(c) B1(B1(B1(B1(c))))
#define ROW(n) B4((n) + 0u), B4((n) + 1u), B4((n) + 2u), B4((n) + 3u), B4((n) + 4u), B4((n) + 5u), B4((n) + 6u), B4((n) + 7u)

/* Two steps of four bits each; const volatile keeps it in .rodata. */
const volatile u32 table[16] = { ROW(0u), ROW(8u) };

SEC("xdp") int crc32_table(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx), *end = end_of(ctx);
	u32 crc = ~0u;

	for (int i = 0; i < 400; i++, p++) {
		if (p + 1 > end)
			break;
		crc ^= *p;
		crc = crc >> 4 ^ table[crc & 15];
		crc = crc >> 4 ^ table[crc & 15];
	}
	return ~crc;
}
