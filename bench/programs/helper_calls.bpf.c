// Calls of a helper that does little, to see what a call costs.
#include "bench.h"

SEC("xdp") int helper_calls(struct xdp_md *ctx)
{
	u64 sum = seed, before = bpf_ktime_get_ns(), now = before;

	for (int i = 0; i < 20; i++) {
		now = bpf_ktime_get_ns();
		sum = sum * 31 + (now >= before);
		before = now;
	}
	return fold(sum);
}
