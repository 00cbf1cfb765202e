// Elements that come into a hash map and go out of it.
#include "bench.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, u32);
	__type(value, u64);
} table SEC(".maps");

SEC("xdp") int map_hash_change(struct xdp_md *ctx)
{
	u32 sum = 0;

	for (u32 i = 0; i < 20; i++) {
		u32 key = i * 7;
		u64 value = seed + i;

		sum += bpf_map_update_elem(&table, &key, &value, BPF_NOEXIST) == 0;
		sum = sum * 3 + (bpf_map_update_elem(&table, &key, &value, BPF_NOEXIST) != 0);
	}
	for (u32 i = 0; i < 25; i++) {
		u32 key = i * 7;

		sum = sum * 3 + (bpf_map_delete_elem(&table, &key) == 0);
	}
	return sum;
}
