// The name that a DNS query asks for, label by label, in lower case, hashed; four times.
// packet: dns
#include "net.h"

separate u32 hash_name(struct xdp_md *ctx, u32 first)
{
	u8 *p = start_of(ctx) + sizeof(struct eth) + sizeof(struct ip4) + sizeof(struct udp), *end = end_of(ctx);
	u32 hash = first, left = 0, labels = 0;

	if (p + 12 > end || p[5] != 1)
		return 1;
	p += 12;
	for (int i = 0; i < 128; i++, p++) {
		u8 c;

		if (p + 1 > end)
			return 2;
		c = *p;
		if (left == 0) {
			if (c == 0)
				return hash + labels;
			if (c > 63)
				return 3;
			left = c;
			labels++;
			continue;
		}
		left--;
		if (c >= 'A' && c <= 'Z')
			c += 32;
		hash = hash * 33 ^ c;
	}
	return 4;
}

SEC("xdp") int parse_dns(struct xdp_md *ctx)
{
	u32 hash = 5381;

	for (int i = 0; i < 4; i++)
		hash = hash_name(ctx, hash);
	return hash;
}
