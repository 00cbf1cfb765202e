// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Loops: bounded, unrolled, endless, by open-coded iterator (Linux 6.4) and by may_goto (6.9).
#include "corpus.h"

struct task_struct {
	int pid;
} RELOCATED;

struct bpf_iter_num;
int bpf_iter_num_new(struct bpf_iter_num *iterator, int start, int end) __ksym __weak;
int *bpf_iter_num_next(struct bpf_iter_num *iterator) __ksym __weak;
void bpf_iter_num_destroy(struct bpf_iter_num *iterator) __ksym __weak;

struct bpf_iter_task {
	u64 opaque[3];
};
int bpf_iter_task_new(struct bpf_iter_task *iterator, struct task_struct *task, unsigned int flags) __ksym __weak;
struct task_struct *bpf_iter_task_next(struct bpf_iter_task *iterator) __ksym __weak;
void bpf_iter_task_destroy(struct bpf_iter_task *iterator) __ksym __weak;

volatile u64 out;
u64 numbers[256];

#define PROGRAM(name, ...) SEC("raw_tp/sched_process_exec") int name(void *context) { __VA_ARGS__ return 0; }

PROGRAM(counts_bounded, for (int i = 0; i < 100; i++) out += numbers[i];)
PROGRAM(counts_unrolled, _Pragma("unroll") for (int i = 0; i < 8; i++) numbers[i] = i;)
PROGRAM(counts_by_iterator, int i; bpf_for(i, 0, 1000) out += i;)
PROGRAM(repeats_by_iterator, bpf_repeat(10) out++;)
PROGRAM(walks_tasks, struct task_struct *task; bpf_for_each(task, task, NULL, 0) out += task->pid;)
PROGRAM(counts_for_ever, for (;;) { asm volatile(""); if (out == 3) break; })
PROGRAM(indexes_by_iterator, int i; bpf_for(i, 0, 256) numbers[i & 255] = i;)

#ifdef __BPF_FEATURE_MAY_GOTO
PROGRAM(goes_as_long_as_allowed, for (;;) {
	asm volatile goto("may_goto %l[done]" :::: done);
	out++;
} done:;)
#endif
