/* SPDX-License-Identifier: GPL-2.0 OR MIT
 * What the benchmark programs share. Each is one XDP program in a file of its own, with "// packet: NAME" saying which input it is given,
 * and returns a number that depends on all of its work. Runs leave packet and maps so that the next one returns the same. */
#pragma once
#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s32 s32;
typedef __s64 s64;

#define inlined static __attribute__((always_inline)) inline
#define separate static __attribute__((noinline))
#define array_size(a) (sizeof(a) / sizeof((a)[0]))

/* Neither compiler nor verifier knows this number. */
volatile u64 seed = 0x243f6a8885a308d3ull;

inlined u32 rotl32(u32 x, int n) { return x << n | x >> (32 - n); }
inlined u64 rotl64(u64 x, int n) { return x << n | x >> (64 - n); }
inlined u32 fold(u64 x) { return (u32)(x ^ x >> 32); }

/* Zero, which the verifier does not know: added to a number, it makes the verifier forget the number's range, and so walk a loop's body
 * once instead of once for each range. */
volatile u64 nothing;

/* One step of Marsaglia's xorshift. */
inlined u64 step(u64 x)
{
	x ^= x << 13;
	x ^= x >> 7;
	return x ^ x << 17;
}

/* Keeps a number in a register, so that the compiler forgets what it knew. */
#define hide(x) asm volatile("" : "+r"(x))

/* Hidden, so that a loop that parses the packet again does all of it again. */
inlined void *start_of(struct xdp_md *ctx)
{
	void *start = (void *)(long)ctx->data;

	hide(start);
	return start;
}

inlined void *end_of(struct xdp_md *ctx) { return (void *)(long)ctx->data_end; }

char LICENSE[] SEC("license") = "Dual MIT/GPL";
