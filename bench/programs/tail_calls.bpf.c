// A chain of three tail calls.
#include "bench.h"

int second(struct xdp_md *ctx);
int third(struct xdp_md *ctx);
int fourth(struct xdp_md *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 3);
	__uint(key_size, sizeof(u32));
	__array(values, int (void *));
} parts SEC(".maps") = {
	.values = { (void *)&second, (void *)&third, (void *)&fourth },
};

u64 total;

inlined void work(u64 x)
{
	u64 sum = 0;

	for (int i = 0; i < 60; i++) {
		x = step(x);
		sum += x;
	}
	total += sum;
}

SEC("xdp") int fourth(struct xdp_md *ctx)
{
	work(seed + 4);
	return fold(total);
}

SEC("xdp") int third(struct xdp_md *ctx)
{
	work(seed + 3);
	bpf_tail_call(ctx, &parts, 2);
	return 1;
}

SEC("xdp") int second(struct xdp_md *ctx)
{
	work(seed + 2);
	bpf_tail_call(ctx, &parts, 1);
	return 2;
}

SEC("xdp") int tail_calls(struct xdp_md *ctx)
{
	total = 0;
	work(seed + 1);
	bpf_tail_call(ctx, &parts, 0);
	return 3;
}
