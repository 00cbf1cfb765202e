// Rules of a firewall as a ladder of comparisons, for a number of five-tuples.
#include "bench.h"

struct flow { u32 from, to; u16 from_port, to_port; u8 protocol; };

inlined int judge(struct flow *f)
{
	if (f->protocol == 1) return 1;
	if ((f->from & 0xff000000) == 0x7f000000) return 2;
	if ((f->from & 0xfff00000) == 0xac100000 && f->to_port < 1024) return 3;
	if (f->protocol == 17 && f->to_port == 53) return 4;
	if (f->protocol == 17 && f->from_port == 123 && f->to_port == 123) return 5;
	if ((f->to & 0xffff0000) == 0xc0a80000 && f->to_port == 22) return 6;
	if (f->to_port >= 6000 && f->to_port <= 6063) return 7;
	if (f->to_port == 80 || f->to_port == 443 || f->to_port == 8080) return 8;
	if (f->from_port > 32767 && f->to_port > 32767) return 9;
	if ((f->from ^ f->to) < 0x1000000) return 10;
	if (f->protocol == 6 && (f->from & 1)) return 11;
	return (s32)f->from < 0 ? 12 : 13;
}

SEC("xdp") int firewall(struct xdp_md *ctx)
{
	u64 x = seed;
	u32 sum = 0;

	for (int i = 0; i < 60; i++) {
		struct flow f = { x, x >> 32, x >> 7, x >> 23, x >> 51 & 3 };

		f.protocol = f.protocol == 0 ? 6 : f.protocol == 1 ? 17 : f.protocol == 2 ? 6 : 1;
		if (i & 1)
			f.to_port &= 0x7f;
		sum = sum * 17 + judge(&f);
		x = step(x);
	}
	return sum;
}
