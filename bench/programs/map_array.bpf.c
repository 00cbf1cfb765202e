// Lookups and changes of an array's elements.
#include "bench.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 64);
	__type(key, u32);
	__type(value, u64);
} numbers SEC(".maps");

SEC("xdp") int map_array(struct xdp_md *ctx)
{
	u64 x = seed, sum = 0;

	for (u32 i = 0; i < 60; i++, x = step(x)) {
		u32 key = x & 63;
		u64 *value = bpf_map_lookup_elem(&numbers, &key);

		if (value) {
			*value = x ^ i;
			sum = sum * 31 + *value + key;
		}
	}
	return fold(sum);
}
