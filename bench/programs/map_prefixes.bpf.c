// The longest prefix of addresses in an LPM trie.
#include "bench.h"

struct prefix { u32 length, address; };

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 256);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct prefix);
	__type(value, u32);
} routes SEC(".maps");

SEC("xdp") int map_prefixes(struct xdp_md *ctx)
{
	struct prefix all = { 0, 0 };
	u64 x = seed;
	u32 sum = 0;

	if (!bpf_map_lookup_elem(&routes, &all)) {
		for (u32 i = 0; i < 60; i++) {
			struct prefix route = { 8 + i % 20, bpf_htonl((i % 12) << 28 | i * 0x123457) };

			bpf_map_update_elem(&routes, &route, &i, BPF_ANY);
		}
		bpf_map_update_elem(&routes, &all, &sum, BPF_ANY);
	}
	for (int i = 0; i < 20; i++, x = step(x)) {
		struct prefix wanted = { 32, x };
		u32 *route = bpf_map_lookup_elem(&routes, &wanted);

		sum = sum * 31 + (route ? *route : 99);
	}
	return sum;
}
