// Copies of a packet to the stack and to a global buffer, 8 bytes and 1 byte at a time.
// packet: random512
#include "bench.h"

u8 buffer[160];

SEC("xdp") int copy_memory(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx);
	u64 words[24], sum = 0;

	if (p + 400 > (u8 *)end_of(ctx))
		return 0;
	for (int i = 0; i < 24; i++)
		words[i] = *(u64 *)(p + 8 * i);
#pragma clang loop unroll(disable)
	for (int i = 0; i < 160; i++)
		buffer[i] = p[i + 200];
#pragma clang loop unroll(disable)
	for (int i = 0; i < 38; i++)
		sum = sum * 3 + *(u64 *)(buffer + 4 * i);
	for (int i = 0; i < 24; i++)
		sum = sum * 5 + words[i];
	return fold(sum);
}
