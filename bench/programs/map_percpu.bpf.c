// Counters of a per-CPU array, as programs that count packets keep them.
#include "bench.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} counters SEC(".maps");

SEC("xdp") int map_percpu(struct xdp_md *ctx)
{
	u64 sum = 0;

	for (u32 i = 0; i < 80; i++) {
		u32 key = i & 15;
		u64 *value = bpf_map_lookup_elem(&counters, &key);

		if (!value)
			return 1;
		*value = i < 16 ? seed & 0xff : *value + i;
		sum = sum * 31 + *value;
	}
	return fold(sum);
}
