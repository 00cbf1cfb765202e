// Atomic additions, exchanges and comparisons on shared numbers.
#include "bench.h"

u64 shared64[8];
u32 shared32[8];

SEC("xdp") int atomics(struct xdp_md *ctx)
{
	u64 sum = 0;

	for (int i = 0; i < 8; i++) {
		shared64[i] = seed + i;
		shared32[i] = i;
	}
	for (u32 i = 0; i < 24; i++) {
		u32 at = i & 7;

		sum += __sync_fetch_and_add(&shared64[at], i * 3);
		sum ^= __sync_fetch_and_xor(&shared32[at], i);
		sum += __sync_fetch_and_or(&shared32[(at + 1) & 7], 1u << (i & 15));
		sum ^= __sync_lock_test_and_set(&shared64[(at + 3) & 7], sum);
		sum += __sync_val_compare_and_swap(&shared32[at], i, i * 5);
	}
	return fold(sum);
}
