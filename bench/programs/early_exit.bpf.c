// What most programs do with most packets: read a few bytes and leave. Sixty times, as one is too short to measure.
// packet: tcp
#include "net.h"

separate int decide(struct xdp_md *ctx, u32 i)
{
	void *end = end_of(ctx);
	struct eth *eth = start_of(ctx);

	if (is_cut(eth, end))
		return 1;
	if (eth->type != bpf_htons(IPV4))
		return 2;
	return eth->to[0] & 1 ? 3 : 4 + (eth->from[5] ^ i);
}

SEC("xdp") int early_exit(struct xdp_md *ctx)
{
	u32 sum = 0;

	for (u32 i = 0; i < 60; i++)
		sum = sum * 5 + decide(ctx, i);
	return sum;
}
