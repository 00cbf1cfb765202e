// SPDX-License-Identifier: GPL-2.0-only OR MIT
// A symbol that no kernel has, and that is not weak.
#include "corpus.h"

extern const void no_such_symbol __ksym;

SEC("raw_tp/sched_process_exec")
int takes_address(void *context)
{
	return (int)(u64)&no_such_symbol;
}
