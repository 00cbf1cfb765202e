// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Storage that lives as long as a cgroup (Linux 6.2).
#include "corpus.h"

struct cgroup;
struct css_set {
	struct cgroup *dfl_cgrp;
} RELOCATED;
struct task_struct {
	struct css_set *cgroups;
} RELOCATED;

struct {
	__uint(type, BPF_MAP_TYPE_CGRP_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, u64);
} cgrp_storage SEC(".maps");

void bpf_rcu_read_lock(void) __ksym __weak;
void bpf_rcu_read_unlock(void) __ksym __weak;

SEC("tp_btf/sched_process_exec")
int BPF_PROG(counts_cgroup, struct task_struct *task)
{
	u64 *count;

	bpf_rcu_read_lock();
	count = bpf_cgrp_storage_get(&cgrp_storage, task->cgroups->dfl_cgrp, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (count)
		__sync_fetch_and_add(count, 1);
	bpf_rcu_read_unlock();
	return 0;
}
