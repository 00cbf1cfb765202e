// Toeplitz's hash of an IPv4 five-tuple, a bit at a time, as network cards spread packets.
// packet: tcp
#include "net.h"

SEC("xdp") int toeplitz(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx) + sizeof(struct eth) + 12;
	u64 key = 0x6d5a56da255b0ec2ull;
	u32 hash = 0;

	if (p + 12 > (u8 *)end_of(ctx))
		return 0;
	for (int i = 0; i < 12; i++) {
		u8 byte = p[i];

		for (int bit = 7; bit >= 0; bit--) {
			if (byte >> bit & 1)
				hash ^= key >> 32;
			key = rotl64(key, 1) + (i == 4);
		}
	}
	return hash;
}
