// Counts packets of a five-tuple in a hash map, a number of times.
// packet: tcp
#include "net.h"

struct flow { u32 from, to; u16 from_port, to_port; u32 protocol; };
struct counts { u64 packets, bytes; };

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct flow);
	__type(value, struct counts);
} flows SEC(".maps");

SEC("xdp") int map_hash_flow(struct xdp_md *ctx)
{
	void *end = end_of(ctx);
	struct ip4 *ip = header(ip4, start_of(ctx) + sizeof(struct eth), end);
	struct tcp *tcp;
	u32 sum = 0;

	if (!ip)
		return 1;
	tcp = header(tcp, ip + 1, end);
	if (!tcp)
		return 2;
	for (u32 i = 0; i < 16; i++) {
		struct flow flow = { ip->from, ip->to, tcp->from, tcp->to + i % 4, ip->protocol };
		struct counts *counts = bpf_map_lookup_elem(&flows, &flow), first = { 1, i };

		if (!counts) {
			bpf_map_update_elem(&flows, &flow, &first, BPF_NOEXIST);
			counts = bpf_map_lookup_elem(&flows, &flow);
			if (!counts)
				return 3;
		}
		if (i < 4)
			counts->bytes = counts->packets = 0;
		counts->packets++;
		counts->bytes += i + 60;
		sum = sum * 31 + (u32)(counts->packets + counts->bytes);
	}
	return sum;
}
