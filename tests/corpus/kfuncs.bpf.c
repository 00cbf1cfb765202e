// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Calls of kernel functions; weak ones, so that the object also loads where there are fewer.
#include "corpus.h"

struct task_struct {
	int pid;
	struct task_struct *real_parent;
} RELOCATED;

struct task_struct *bpf_task_acquire(struct task_struct *task) __ksym __weak;
struct task_struct *bpf_task_from_pid(s32 pid) __ksym __weak;
void bpf_task_release(struct task_struct *task) __ksym __weak;
void bpf_rcu_read_lock(void) __ksym __weak;
void bpf_rcu_read_unlock(void) __ksym __weak;
void no_such_function(int number) __ksym __weak;
struct task_struct *bpf_task_from_pid___flavour(s32 pid) __ksym __weak;
/* The kernel's takes and returns something else, so this one is not there. */
int bpf_task_release___wrong(void *list, int number) __ksym __weak;

volatile u64 out;

SEC("tp_btf/sched_process_exec")
int BPF_PROG(acquires_and_releases, struct task_struct *task)
{
	struct task_struct *own;

	if (!bpf_ksym_exists(bpf_task_acquire))
		return 0;
	own = bpf_task_acquire(task);
	if (own) {
		out = own->pid;
		bpf_task_release(own);
	}
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(acquires_only, struct task_struct *task)
{
	struct task_struct *own = bpf_task_acquire(task);

	return own ? own->pid * 0 : 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(finds_by_number, struct task_struct *task)
{
	struct task_struct *found = bpf_task_from_pid(1);

	if (found) {
		out = found->pid;
		bpf_task_release(found);
	}
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(finds_by_flavour, struct task_struct *task)
{
	struct task_struct *found = bpf_task_from_pid___flavour(1);

	if (found)
		bpf_task_release(found);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(reads_under_lock, struct task_struct *task)
{
	bpf_rcu_read_lock();
	out = task->real_parent->pid;
	bpf_rcu_read_unlock();
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(forgets_to_unlock, struct task_struct *task)
{
	bpf_rcu_read_lock();
	out = task->real_parent->pid;
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(guards_missing, struct task_struct *task)
{
	if (bpf_ksym_exists(no_such_function))
		no_such_function(1);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(calls_missing, struct task_struct *task)
{
	no_such_function(1);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(calls_with_wrong_types, struct task_struct *task)
{
	if (bpf_ksym_exists(bpf_task_release___wrong))
		return bpf_task_release___wrong(0, 1);
	return 0;
}
