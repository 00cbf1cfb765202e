// Jenkins's one-at-a-time hash and his lookup3 mixing, over words of a packet.
// packet: random512
#include "bench.h"

SEC("xdp") int jenkins(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx), *end = end_of(ctx);
	u32 a = 0xdeadbeef, b = a, c = a, one = 0;

	for (int i = 0; i < 40; i++, p += 12) {
		if (p + 12 > end)
			break;
		a += *(u32 *)p;
		b += *(u32 *)(p + 4);
		c += *(u32 *)(p + 8);
		a -= c; a ^= rotl32(c, 4); c += b;
		b -= a; b ^= rotl32(a, 6); a += c;
		c -= b; c ^= rotl32(b, 8); b += a;
		a -= c; a ^= rotl32(c, 16); c += b;
		b -= a; b ^= rotl32(a, 19); a += c;
		c -= b; c ^= rotl32(b, 4); b += a;
		one += *p;
		one += one << 10;
		one ^= one >> 6;
	}
	return c ^ one;
}
