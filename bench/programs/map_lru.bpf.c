// A cache in an LRU hash: found or put in, more keys than it is asked for at once.
#include "bench.h"

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, u32);
	__type(value, u64);
} cache SEC(".maps");

SEC("xdp") int map_lru(struct xdp_md *ctx)
{
	u64 x = seed, sum = 0;

	for (int i = 0; i < 40; i++, x = step(x)) {
		u32 key = x & 127;
		u64 made = key * 11 + 5, *value = bpf_map_lookup_elem(&cache, &key);

		if (!value)
			bpf_map_update_elem(&cache, &key, &made, BPF_ANY);
		sum = sum * 31 + (value ? *value : made);
	}
	return fold(sum);
}
