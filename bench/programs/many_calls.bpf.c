// A hundred functions of some 60 instructions each, called one after the other.
#include "large.h"

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
#define LINE(n) a = (a ^ b) * 0x9e3779b1u + (n); b = rotl32(b + a, (n) % 31 + 1); a -= b >> 7;
#define FUNCTION(n) separate u32 JOIN(f, n)(u32 a, u32 b) { LINE(n) LINE(n + 1) LINE(n + 2) LINE(n + 3) LINE(n + 4) LINE(n + 5) return a + b; }
#define CALL(n) a = JOIN(f, n)(a, b); b ^= a;
#define TEN(m, t) m(t##0) m(t##1) m(t##2) m(t##3) m(t##4) m(t##5) m(t##6) m(t##7) m(t##8) m(t##9)
#define HUNDRED(m) TEN(m, 10) TEN(m, 11) TEN(m, 12) TEN(m, 13) TEN(m, 14) TEN(m, 15) TEN(m, 16) TEN(m, 17) TEN(m, 18) TEN(m, 19)

HUNDRED(FUNCTION)

SEC("xdp") int many_calls(struct xdp_md *ctx)
{
	u32 a = seed, b = seed >> 32;

	HUNDRED(CALL)
	return a ^ b;
}
