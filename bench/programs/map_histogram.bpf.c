// A histogram by powers of two, counted with atomic additions.
#include "bench.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 64);
	__type(key, u32);
	__type(value, u64);
} buckets SEC(".maps");

SEC("xdp") int map_histogram(struct xdp_md *ctx)
{
	u64 x = seed;
	u32 sum = 0;

	for (int i = 0; i < 60; i++, x = step(x)) {
		u64 v = x >> (x & 63), *count;
		u32 log = 0;

		if (v >> 32) { log += 32; v >>= 32; }
		if (v >> 16) { log += 16; v >>= 16; }
		if (v >> 8) { log += 8; v >>= 8; }
		if (v >> 4) { log += 4; v >>= 4; }
		if (v >> 2) { log += 2; v >>= 2; }
		log += v >> 1;
		count = bpf_map_lookup_elem(&buckets, &log);
		if (count)
			__sync_fetch_and_add(count, 1);
		sum = sum * 31 + log;
	}
	return sum;
}
