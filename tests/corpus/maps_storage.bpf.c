// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Storage that lives as long as a task or an inode.
#include "corpus.h"

struct task_struct {
	int tgid;
	struct task_struct *real_parent;
} RELOCATED;

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, u64);
} task_storage SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_INODE_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, u64);
} inode_storage SEC(".maps");

SEC("tp_btf/sched_process_exec")
int BPF_PROG(counts_task, struct task_struct *task)
{
	u64 *count = bpf_task_storage_get(&task_storage, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);

	if (count)
		*count += task->tgid;
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(forgets_task, struct task_struct *task)
{
	return bpf_task_storage_delete(&task_storage, task) * 0;
}

struct inode;
struct file {
	struct inode *f_inode;
} RELOCATED;

SEC("lsm/file_open")
int BPF_PROG(counts_inode, struct file *file)
{
	u64 *count = bpf_inode_storage_get(&inode_storage, file->f_inode, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);

	if (count)
		*count += 1;
	return 0;
}
