// Pseudo-random numbers: xorshift, PCG, splitmix and a linear congruence.
#include "bench.h"

SEC("xdp") int generators(struct xdp_md *ctx)
{
	u64 a = seed, b = ~a, c = a * 5, sum = 0;
	u32 d = a;

	for (int i = 0; i < 80; i++) {
		u64 old = b, z;
		u32 mixed, turn;

		a = step(a);
		b = old * 6364136223846793005ull + 1442695040888963407ull;
		mixed = (old >> 18 ^ old) >> 27;
		turn = old >> 59;
		mixed = mixed >> turn | mixed << (-turn & 31);
		z = c += 0x9e3779b97f4a7c15ull;
		z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
		z = (z ^ z >> 27) * 0x94d049bb133111ebull;
		d = d * 1664525 + 1013904223;
		sum += a ^ mixed ^ z ^ z >> 31 ^ d;
	}
	return fold(sum);
}
