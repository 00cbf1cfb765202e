// A switch of 32 cases, driven by random numbers.
#include "bench.h"

SEC("xdp") int big_switch(struct xdp_md *ctx)
{
	u64 x = seed;
	u32 a = 1;

	for (int i = 0; i < 100; i++) {
		x = step(x);
		switch (x & 31) {
		case 0: a += 3; break;
		case 1: a ^= 0x55; break;
		case 2: a *= 5; break;
		case 3: a -= 7; break;
		case 4: a = rotl32(a, 3); break;
		case 5: a |= 1; break;
		case 6: a &= 0xffffff; break;
		case 7: a = ~a; break;
		case 8: a += a >> 3; break;
		case 9: a -= a << 2; break;
		case 10: a ^= a >> 7; break;
		case 11: a *= a; break;
		case 12: a += i; break;
		case 13: a ^= i << 8; break;
		case 14: a = -a; break;
		case 15: a /= 3; break;
		case 16: a += 0x12345; break;
		case 17: a %= 0x10001; break;
		case 18: a <<= 5; break;
		case 19: a >>= 2; break;
		case 20: a += x; break;
		case 21: a ^= x >> 32; break;
		case 22: a *= 33; break;
		case 23: a = rotl32(a, 17); break;
		case 24: a -= x >> 8; break;
		case 25: a |= x & 0xf0f0; break;
		case 26: a &= ~(u32)(x >> 16); break;
		case 27: a += 99; break;
		case 28: a ^= a << 9; break;
		case 29: a = __builtin_bswap32(a); break;
		case 30: a += a * 7; break;
		default: a ^= 0xdeadbeef; break;
		}
	}
	return a;
}
