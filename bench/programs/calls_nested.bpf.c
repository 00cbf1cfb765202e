// Functions that call functions, six deep, each with numbers to keep over the call.
#include "bench.h"

separate u64 f6(u64 a, u64 b) { return a * 31 ^ b; }
separate u64 f5(u64 a, u64 b) { return f6(a + 5, b) + b * 3; }
separate u64 f4(u64 a, u64 b) { return f5(a ^ 4, b) + f5(b, a) * 2; }
separate u64 f3(u64 a, u64 b) { u64 t = f4(a + b, 3); return t ^ f5(t, a) ^ b; }
separate u64 f2(u64 a, u64 b) { return f3(a, b + 2) - (f3(b, a) >> 1); }
separate u64 f1(u64 a, u64 b) { return f2(a * 3, b) + a - b; }

SEC("xdp") int calls_nested(struct xdp_md *ctx)
{
	u64 sum = seed;

	for (u64 i = 0; i < 8; i++)
		sum = f1(sum, i);
	return fold(sum);
}
