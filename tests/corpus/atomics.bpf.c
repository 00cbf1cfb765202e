// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Atomic operations, and arithmetic of every width.
#include "corpus.h"

u64 wide = 1;
u32 narrow = 1;
volatile s64 out;

#define PROGRAM(name, ...) SEC("raw_tp/sched_process_exec") int name(void *context) { __VA_ARGS__; return 0; }

PROGRAM(adds, __sync_fetch_and_add(&wide, 1))
PROGRAM(fetches_sum, out = __sync_fetch_and_add(&wide, 2))
PROGRAM(fetches_sum_narrow, out = __sync_fetch_and_add(&narrow, 2))
PROGRAM(fetches_difference, out = __sync_fetch_and_sub(&wide, 2))
PROGRAM(fetches_and, out = __sync_fetch_and_and(&wide, 0xff))
PROGRAM(fetches_or, out = __sync_fetch_and_or(&wide, 0x100))
PROGRAM(fetches_xor, out = __sync_fetch_and_xor(&narrow, 3))
PROGRAM(exchanges, out = __sync_lock_test_and_set(&wide, 9))
PROGRAM(exchanges_narrow, out = __sync_lock_test_and_set(&narrow, 9))
PROGRAM(compares_and_exchanges, out = __sync_val_compare_and_swap(&wide, 1, 2))
PROGRAM(compares_and_exchanges_narrow, out = __sync_val_compare_and_swap(&narrow, 1, 2))
PROGRAM(divides, out = bpf_get_prandom_u32() / (bpf_ktime_get_ns() | 1))
PROGRAM(swaps_bytes, out = __builtin_bswap64(bpf_ktime_get_ns()) + __builtin_bswap16(narrow))
PROGRAM(switches, switch (bpf_get_smp_processor_id()) { case 0: out = 3; break; case 1: out = 9; break; case 7: out = 2; break; default: out = 4; })
