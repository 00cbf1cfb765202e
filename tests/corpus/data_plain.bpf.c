// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Data that no other object file may see: libbpf does not make its maps mappable unless a variable is global.
#include "corpus.h"

static u64 calls;
static volatile const u32 step = 3;
static volatile u64 total = 1;

SEC("raw_tp/sched_process_exec")
int counts(void *context)
{
	__sync_fetch_and_add(&calls, step);
	total += calls;
	return 0;
}
