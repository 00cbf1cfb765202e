// One block of ChaCha20: additions, exclusive ors and rotations of 32 bits in an array on the stack.
#include "bench.h"

#define QUARTER(a, b, c, d) do { \
	x[a] += x[b]; x[d] = rotl32(x[d] ^ x[a], 16); x[c] += x[d]; x[b] = rotl32(x[b] ^ x[c], 12); \
	x[a] += x[b]; x[d] = rotl32(x[d] ^ x[a], 8); x[c] += x[d]; x[b] = rotl32(x[b] ^ x[c], 7); } while (0)

SEC("xdp") int chacha(struct xdp_md *ctx)
{
	u32 x[16] = { 0x61707865, 0x3320646e, 0x79622d32, 0x6b206574 }, sum = 0;
	u64 key = seed;

	for (int i = 4; i < 16; i++, key = step(key))
		x[i] = key;
	for (int i = 0; i < 10; i++) {
		QUARTER(0, 4, 8, 12);
		QUARTER(1, 5, 9, 13);
		QUARTER(2, 6, 10, 14);
		QUARTER(3, 7, 11, 15);
		QUARTER(0, 5, 10, 15);
		QUARTER(1, 6, 11, 12);
		QUARTER(2, 7, 8, 13);
		QUARTER(3, 4, 9, 14);
	}
	for (int i = 0; i < 16; i++)
		sum = sum * 31 + x[i];
	return sum;
}
