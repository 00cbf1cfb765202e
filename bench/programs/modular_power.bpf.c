// Powers modulo a prime of 31 bits.
#include "bench.h"

SEC("xdp") int modular_power(struct xdp_md *ctx)
{
	u64 sum = 0, prime = 0x7fffffff;

	hide(prime);
	for (int i = 1; i <= 8; i++) {
		u64 base = (seed >> i) & 0x7fffffff, power = 1;

		for (u32 exponent = 1234567 + i; exponent; exponent >>= 1) {
			if (exponent & 1)
				power = power * base % prime;
			base = base * base % prime;
		}
		sum += power;
	}
	return fold(sum);
}
