// SPDX-License-Identifier: GPL-2.0-only OR MIT
// An array of programs that the file fills in.
#include "corpus.h"

int second(void *context);
int third(void *context);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 3);
	__uint(key_size, 4);
	__array(values, int (void *));
} stages SEC(".maps") = {
	.values = { [1] = (void *)&second, [2] = (void *)&third },
};

SEC("raw_tp/sched_process_exec")
int starts(void *context)
{
	bpf_tail_call(context, &stages, 1);
	return 0;
}

SEC("raw_tp/sched_process_exec")
int second(void *context)
{
	bpf_tail_call_static(context, &stages, 2);
	return 0;
}

SEC("raw_tp/sched_process_exec")
int third(void *context)
{
	return 0;
}
