// The product of two matrices of 6 by 6 numbers, in global variables.
#include "bench.h"

u32 a[36], b[36], c[36];

SEC("xdp") int matrix(struct xdp_md *ctx)
{
	u32 sum = 0;
	u64 x = seed;

	for (int i = 0; i < 36; i++, x = step(x)) {
		a[i] = x;
		b[i] = x >> 32;
	}
	for (int i = 0; i < 6; i++)
		for (int j = 0; j < 6; j++) {
			u32 dot = 0;

			for (int k = 0; k < 6; k++)
				dot += a[6 * i + k] * b[6 * k + j];
			c[6 * i + j] = dot;
		}
	for (int i = 0; i < 36; i++)
		sum = sum * 31 + c[i];
	return sum;
}
