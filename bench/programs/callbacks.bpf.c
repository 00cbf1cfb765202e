// bpf_loop: a function that the kernel calls back.
#include "bench.h"

struct state { u64 sum, x; };

static long body(u32 i, struct state *state)
{
	state->x = step(state->x);
	state->sum += state->x ^ i;
	return 0;
}

SEC("xdp") int callbacks(struct xdp_md *ctx)
{
	struct state state = { 0, seed };

	bpf_loop(200, body, &state, 0);
	return fold(state.sum);
}
