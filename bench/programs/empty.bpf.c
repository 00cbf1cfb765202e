// Nothing: what a run costs by itself. It is measured and left out of means.
#include "bench.h"

SEC("xdp") int empty(struct xdp_md *ctx)
{
	return 2;
}
