// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Kernel symbols: by address out of kallsyms, and typed out of BTF.
#include "corpus.h"

extern const void schedule __ksym;
extern const void bpf_map_fops __ksym __weak; /* listed with CONFIG_KALLSYMS_ALL only */
extern const void no_such_symbol __ksym __weak;
extern const int bpf_prog_active __ksym;
extern const void *no_such_variable __ksym __weak;

struct rq {
	unsigned int nr_running;
} RELOCATED;
extern const struct rq runqueues __ksym __weak;

volatile u64 out;

#define ASKS(name, ...) SEC("raw_tp/sched_process_exec") int name(void *context) { __VA_ARGS__; return 0; }

ASKS(takes_address_of_function, out = (u64)&schedule)
ASKS(takes_address_of_data, out = (u64)&bpf_map_fops)
ASKS(takes_address_of_missing, out = (u64)&no_such_symbol)
ASKS(asks_for_missing, if (&no_such_symbol) out = 1; else out = 2)
ASKS(reads_typed, const int *active = bpf_this_cpu_ptr(&bpf_prog_active); out = *active)
ASKS(reads_typed_of_cpu, const int *active = bpf_per_cpu_ptr(&bpf_prog_active, 0); if (active) out = *active)
ASKS(guards_missing_typed, if (&no_such_variable) out = (u64)no_such_variable)
ASKS(reads_struct, if (&runqueues) { const struct rq *rq = bpf_per_cpu_ptr(&runqueues, 0); if (rq) out = rq->nr_running; })
