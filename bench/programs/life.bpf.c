// Conway's game of life on a torus of 16 rows of 64 cells, counted in parallel bits.
#include "bench.h"

SEC("xdp") int life(struct xdp_md *ctx)
{
	u64 rows[16], next[16], x = seed, sum = 0;

	for (int i = 0; i < 16; i++, x = step(x))
		rows[i] = x;
	for (int generation = 0; generation < 8; generation++) {
		for (int i = 0; i < 16; i++) {
			u64 above = rows[(i + 15) & 15], here = rows[i], below = rows[(i + 1) & 15];
			u64 ones = 0, twos = 0, fours = 0;
#define COUNT(cells) do { u64 bits = (cells), carry = ones & bits, more = twos & carry; \
	ones ^= bits; twos ^= carry; fours |= more; } while (0)

			COUNT(rotl64(above, 1));
			COUNT(above);
			COUNT(rotl64(above, 63));
			COUNT(rotl64(here, 1));
			COUNT(rotl64(here, 63));
			COUNT(rotl64(below, 1));
			COUNT(below);
			COUNT(rotl64(below, 63));
			next[i] = twos & ~fours & (ones | here);
		}
		for (int i = 0; i < 16; i++)
			rows[i] = next[i];
	}
	for (int i = 0; i < 16; i++)
		sum = sum * 31 + rows[i];
	return fold(sum);
}
