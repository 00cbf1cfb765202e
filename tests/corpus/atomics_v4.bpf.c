// SPDX-License-Identifier: GPL-2.0-only OR MIT
// cpu: v4
// Instructions of the fourth level (Linux 6.6): signed division, sign-extending loads and moves, byte swaps, long jumps.
#include "corpus.h"

volatile s64 out;
signed char small = -1;
volatile s32 numbers[4] = { -8, 3 };

#define PROGRAM(name, ...) SEC("raw_tp/sched_process_exec") int name(void *context) { __VA_ARGS__; return 0; }

PROGRAM(divides_signed, out = numbers[0] / numbers[1])
PROGRAM(takes_signed_remainder, out = numbers[0] % numbers[1])
PROGRAM(extends_sign_of_load, out = *(volatile signed char *)&small)
PROGRAM(extends_sign_of_register, out = (short)bpf_get_prandom_u32())
PROGRAM(swaps_bytes, out = __builtin_bswap32(numbers[1]))
