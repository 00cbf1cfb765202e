// SPDX-License-Identifier: GPL-2.0-only OR MIT
// A kernel function that no kernel has, and that is not weak.
#include "corpus.h"

void no_such_function(int number) __ksym;

SEC("raw_tp/sched_process_exec")
int calls(void *context)
{
	no_such_function(1);
	return 0;
}
