// bpf_csum_diff over parts of a packet.
// packet: random512
#include "bench.h"

SEC("xdp") int checksum_helper(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx);
	u32 sum = 0;

	if (p + 400 > (u8 *)end_of(ctx))
		return 0;
	for (int i = 0; i < 20; i++) {
		s64 part = bpf_csum_diff(0, 0, (void *)(p + 16 * i), 64, sum);

		part = (part & 0xffff) + ((u32)part >> 16);
		part = (part & 0xffff) + (part >> 16);
		sum = part;
	}
	return sum;
}
