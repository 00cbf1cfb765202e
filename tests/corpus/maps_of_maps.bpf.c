// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Maps of maps and arrays of programs, empty or with what the file says is in them.
#include "corpus.h"

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, u32);
	__type(value, u64);
};

struct inner first SEC(".maps"), second SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, u32);
	__array(values, struct inner);
} array_of_maps SEC(".maps") = {
	.values = { [1] = &first, [3] = &second },
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, u32);
	__array(values, struct {
		__uint(type, BPF_MAP_TYPE_HASH);
		__uint(max_entries, 16);
		__uint(key_size, 8);
		__uint(value_size, 24);
	});
} hash_of_maps SEC(".maps");

/* The inner map's size is left to whoever puts one in. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__uint(key_size, 4);
	__array(values, struct {
		__uint(type, BPF_MAP_TYPE_ARRAY);
		__uint(map_flags, BPF_F_INNER_MAP);
		__uint(max_entries, 1);
		__type(key, u32);
		__type(value, u32);
	});
} array_of_any_size SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 2);
	__type(key, u32);
	__array(values, struct {
		__uint(type, BPF_MAP_TYPE_RINGBUF);
		__uint(max_entries, 4096);
	});
} array_of_rings SEC(".maps");

SEC("raw_tp/sched_process_exec")
int reads_through_array(void *context)
{
	u32 key = 1;
	void *map = bpf_map_lookup_elem(&array_of_maps, &key);
	u64 *value = map ? bpf_map_lookup_elem(map, &key) : NULL;

	return value ? *value : 0;
}

SEC("raw_tp/sched_process_exec")
int reads_through_hash(void *context)
{
	u32 key = 1;
	u64 inner_key = 2;
	void *map = bpf_map_lookup_elem(&hash_of_maps, &key);
	u64 *value = map ? bpf_map_lookup_elem(map, &inner_key) : NULL;

	return value ? value[2] : 0;
}

SEC("raw_tp/sched_process_exec")
int reads_beyond_inner_value(void *context)
{
	u32 key = 1;
	u64 inner_key = 2;
	void *map = bpf_map_lookup_elem(&hash_of_maps, &key);
	u64 *value = map ? bpf_map_lookup_elem(map, &inner_key) : NULL;

	return value ? value[3] : 0;
}

SEC("raw_tp/sched_process_exec")
int reads_any_size(void *context)
{
	u32 key = 0;
	void *map = bpf_map_lookup_elem(&array_of_any_size, &key);
	u32 *value = map ? bpf_map_lookup_elem(map, &key) : NULL;

	return value ? *value : 0;
}

SEC("raw_tp/sched_process_exec")
int writes_ring_of_cpu(void *context)
{
	u32 key = 0;
	void *ring = bpf_map_lookup_elem(&array_of_rings, &key);
	u64 event = 1;

	return ring ? bpf_ringbuf_output(ring, &event, sizeof(event), 0) : 0;
}
