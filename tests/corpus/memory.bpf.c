// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Values with special fields: spin locks, timers, kernel pointers; dynamic pointers.
#include "corpus.h"

struct task_struct {
	int pid;
} RELOCATED;

#define KPTR __attribute__((btf_type_tag("kptr")))
#define KPTR_UNTRUSTED __attribute__((btf_type_tag("kptr_untrusted")))

struct locked {
	struct bpf_spin_lock lock;
	u64 value;
};

struct timed {
	u64 fired;
	struct bpf_timer timer;
};

struct pointing {
	struct task_struct KPTR_UNTRUSTED *task;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct locked);
} locks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct timed);
} timers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

volatile u64 out;

SEC("tc")
int locks_and_unlocks(struct __sk_buff *packet)
{
	u32 key = 0;
	struct locked *value = bpf_map_lookup_elem(&locks, &key);

	if (!value)
		return 0;
	bpf_spin_lock(&value->lock);
	value->value += packet->len;
	bpf_spin_unlock(&value->lock);
	return 0;
}

SEC("tc")
int locks_only(struct __sk_buff *packet)
{
	u32 key = 0;
	struct locked *value = bpf_map_lookup_elem(&locks, &key);

	if (value)
		bpf_spin_lock(&value->lock);
	return 0;
}

SEC("tc")
int writes_to_lock(struct __sk_buff *packet)
{
	u32 key = 0;
	struct locked *value = bpf_map_lookup_elem(&locks, &key);

	if (value)
		*(volatile u32 *)&value->lock = 1;
	return 0;
}

static int fired(void *map, u32 *key, struct timed *value)
{
	value->fired++;
	return 0;
}

SEC("tc")
int sets_timer(struct __sk_buff *packet)
{
	u32 key = 0;
	struct timed *value = bpf_map_lookup_elem(&timers, &key);

	if (!value)
		return 0;
	bpf_timer_init(&value->timer, &timers, 1 /* CLOCK_MONOTONIC */);
	bpf_timer_set_callback(&value->timer, fired);
	bpf_timer_start(&value->timer, 1000000, 0);
	return bpf_timer_cancel(&value->timer);
}

SEC("tc")
int reads_by_dynamic_pointer(struct __sk_buff *packet)
{
	struct bpf_dynptr pointer;
	u64 *value;

	bpf_ringbuf_reserve_dynptr(&ring, 16, 0, &pointer);
	value = bpf_dynptr_data(&pointer, 0, sizeof(*value));
	if (value)
		*value = packet->len;
	bpf_ringbuf_submit_dynptr(&pointer, 0);
	return 0;
}

SEC("tc")
int keeps_dynamic_pointer(struct __sk_buff *packet)
{
	struct bpf_dynptr pointer;

	return bpf_ringbuf_reserve_dynptr(&ring, 16, 0, &pointer) ? 1 : 0;
}
