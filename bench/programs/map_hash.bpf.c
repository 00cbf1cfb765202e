// Lookups in a hash map, of keys that are there and of some that are not.
#include "bench.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, u64);
	__type(value, u64);
} table SEC(".maps");

SEC("xdp") int map_hash(struct xdp_md *ctx)
{
	u64 x = seed, sum = 0, key = 1;

	if (!bpf_map_lookup_elem(&table, &key))
		for (key = 1; key <= 200; key++) {
			u64 value = key * 3;

			bpf_map_update_elem(&table, &key, &value, BPF_ANY);
		}
	for (int i = 0; i < 50; i++, x = step(x)) {
		u64 wanted = x & 255, *value = bpf_map_lookup_elem(&table, &wanted);

		sum = sum * 31 + (value ? *value : 7);
	}
	return fold(sum);
}
