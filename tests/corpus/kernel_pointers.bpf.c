// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Kernel objects kept in maps, objects of one's own, and trees of them (Linux 6.3 and later).
#include "corpus.h"

struct task_struct {
	int pid;
} RELOCATED;

#define KPTR __attribute__((btf_type_tag("kptr")))

struct kept {
	struct task_struct KPTR *task;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct kept);
} kept SEC(".maps");

struct task_struct *bpf_task_acquire(struct task_struct *task) __ksym __weak;
void bpf_task_release(struct task_struct *task) __ksym __weak;
void *bpf_obj_new_impl(u64 type, void *meta) __ksym __weak;
void bpf_obj_drop_impl(void *object, void *meta) __ksym __weak;

SEC("tp_btf/sched_process_exec")
int BPF_PROG(keeps_task, struct task_struct *task)
{
	u32 key = 0;
	struct kept *value = bpf_map_lookup_elem(&kept, &key);
	struct task_struct *own, *old;

	if (!value)
		return 0;
	own = bpf_task_acquire(task);
	if (!own)
		return 0;
	old = bpf_kptr_xchg(&value->task, own);
	if (old)
		bpf_task_release(old);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(drops_old_task, struct task_struct *task)
{
	u32 key = 0;
	struct kept *value = bpf_map_lookup_elem(&kept, &key);

	if (value)
		bpf_kptr_xchg(&value->task, NULL);
	return 0;
}

struct item {
	u64 first, second;
};

SEC("tc")
int makes_object(struct __sk_buff *packet)
{
	struct item *item = bpf_obj_new_impl(bpf_core_type_id_local(struct item), NULL);

	if (!item)
		return 0;
	item->second = packet->len;
	bpf_obj_drop_impl(item, NULL);
	return 0;
}
