// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Ring buffers and arrays of descriptors.
#include "corpus.h"

struct event {
	u64 time;
	char name[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

/* Not a power of two: libbpf rounds up. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 5000);
} ring_of_odd_size SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} user_ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
} perf_events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(max_entries, 2);
	__type(key, u32);
	__type(value, u32);
} perf_events_counted SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 3);
	__uint(key_size, 4);
	__uint(value_size, 4);
} programs SEC(".maps");

SEC("raw_tp/sched_process_exec")
int reserves(void *context)
{
	struct event *event = bpf_ringbuf_reserve(&ring, sizeof(*event), 0);

	if (!event)
		return 0;
	event->time = bpf_ktime_get_ns();
	if (bpf_get_current_comm(event->name, sizeof(event->name)))
		bpf_ringbuf_discard(event, BPF_RB_NO_WAKEUP);
	else
		bpf_ringbuf_submit(event, 0);
	return 0;
}

SEC("raw_tp/sched_process_exec")
int reserves_and_forgets(void *context)
{
	struct event *event = bpf_ringbuf_reserve(&ring, sizeof(*event), 0);

	return event ? 1 : 0;
}

SEC("raw_tp/sched_process_exec")
int copies_to_ring(void *context)
{
	struct event event = { .time = 1 };

	return bpf_ringbuf_output(&ring_of_odd_size, &event, sizeof(event), 0) + bpf_ringbuf_query(&ring, BPF_RB_AVAIL_DATA);
}

static long take(struct bpf_dynptr *record, void *context)
{
	u64 value;

	return bpf_dynptr_read(&value, sizeof(value), record, 0, 0) || value == 0;
}

SEC("raw_tp/sched_process_exec")
int drains(void *context)
{
	return bpf_user_ringbuf_drain(&user_ring, take, NULL, 0);
}

SEC("raw_tp/sched_process_exec")
int outputs(void *context)
{
	struct event event = { .time = 1 };

	return bpf_perf_event_output(context, &perf_events, BPF_F_CURRENT_CPU, &event, sizeof(event));
}

SEC("raw_tp/sched_process_exec")
int reads_counter(void *context)
{
	return bpf_perf_event_read(&perf_events_counted, 0);
}

SEC("raw_tp/sched_process_exec")
int jumps(void *context)
{
	bpf_tail_call(context, &programs, 2);
	return 0;
}

SEC("raw_tp/sched_process_exec")
int jumps_by_chance(void *context)
{
	bpf_tail_call(context, &programs, bpf_get_prandom_u32());
	return 0;
}
