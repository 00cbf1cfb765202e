// The options of a TCP header, one by one, over and over.
// packet: tcp_options
#include "net.h"

SEC("xdp") int parse_tcp_options(struct xdp_md *ctx)
{
	u32 sum = 0;

	for (int i = 0; i < 10; i++) {
		void *end = end_of(ctx);
		struct tcp *tcp = start_of(ctx) + sizeof(struct eth) + sizeof(struct ip4);
		u64 at = 0, last, blur = nothing;
		u8 *options;

		if (is_cut(tcp, end))
			return 1;
		options = (u8 *)(tcp + 1);
		last = ((tcp->offset >> 4) * 4 - sizeof(*tcp)) & 63;
		for (int option = 0; option < 12; option++) {
			u8 *p = options + at, kind, length;

			if (at >= last || (void *)(p + 1) > end)
				break;
			kind = *p;
			if (kind == 0)
				break;
			if (kind == 1) {
				at = (at + 1 + blur) & 63;
				continue;
			}
			if ((void *)(p + 2) > end)
				return 2;
			length = p[1] & 31;
			if (length < 2)
				return 3;
			if (kind == 2 && (void *)(p + 4) <= end)
				sum = sum * 31 + (p[2] << 8 | p[3]);
			else if (kind == 3 && (void *)(p + 3) <= end)
				sum = sum * 31 + p[2];
			else if (kind == 8 && (void *)(p + 10) <= end)
				sum = sum * 31 + bpf_ntohl(*(u32 *)(p + 2));
			else
				sum += kind;
			at = (at + length + blur) & 63;
		}
	}
	return sum;
}
