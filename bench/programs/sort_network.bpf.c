// Sorts 32 numbers on the stack by comparisons in a fixed order (odd-even merge), most of them without branches.
#include "bench.h"

SEC("xdp") int sort_network(struct xdp_md *ctx)
{
	u32 n[32], sum = 0;
	u64 x = seed;

	for (int i = 0; i < 32; i++, x = step(x))
		n[i] = x >> 20;
#pragma unroll
	for (int p = 1; p < 32; p += p)
#pragma unroll
		for (int k = p; k >= 1; k /= 2)
#pragma unroll
			for (int j = k % p; j < 32 - k; j += 2 * k)
#pragma unroll
				for (int i = 0; i < k; i++)
					if (i + j + k < 32 && (i + j) / (p * 2) == (i + j + k) / (p * 2)) {
						u32 a = n[i + j], b = n[i + j + k], less = a < b ? a : b;

						n[i + j + k] = a ^ b ^ less;
						n[i + j] = less;
					}
	for (int i = 0; i < 32; i++)
		sum = sum * 31 + n[i];
	return sum;
}
