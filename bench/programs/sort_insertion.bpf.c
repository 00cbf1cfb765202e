// Sorts 24 numbers in a global array by insertion.
#include "bench.h"

u32 numbers[32];

SEC("xdp") int sort_insertion(struct xdp_md *ctx)
{
	u32 sum = 0;
	u64 x = seed;

	for (int i = 0; i < 24; i++, x = step(x))
		numbers[i] = x;
	for (int i = 1; i < 24; i++) {
		for (int j = i; j > 0 && j < 24; j--) {
			u32 left = numbers[j - 1], right = numbers[j];

			if (left <= right)
				break;
			numbers[j - 1] = right;
			numbers[j] = left;
		}
	}
	for (int i = 0; i < 24; i++)
		sum = sum * 31 + numbers[i];
	return sum;
}
