// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Maps that hold values: each type is created and used once; keys and values by type, by size, and by both.
#include "corpus.h"

struct pair {
	u32 first;
	u64 second;
};

struct prefix {
	u32 bits;
	u8 address[4];
};

#define TABLE(kind, name, count, key_type, value_type, flags) \
	struct { \
		__uint(type, kind); \
		__uint(max_entries, count); \
		__uint(map_flags, flags); \
		__type(key, key_type); \
		__type(value, value_type); \
	} name SEC(".maps")

TABLE(BPF_MAP_TYPE_HASH, hash, 8, u32, struct pair, 0);
TABLE(BPF_MAP_TYPE_HASH, hash_unallocated, 8, struct pair, u64, BPF_F_NO_PREALLOC);
TABLE(BPF_MAP_TYPE_ARRAY, array, 4, u32, struct pair, 0);
TABLE(BPF_MAP_TYPE_ARRAY, array_mapped, 4, u32, u64, BPF_F_MMAPABLE);
TABLE(BPF_MAP_TYPE_PERCPU_HASH, percpu_hash, 8, u32, u64, 0);
TABLE(BPF_MAP_TYPE_PERCPU_ARRAY, percpu_array, 8, u32, u64, 0);
TABLE(BPF_MAP_TYPE_LRU_HASH, lru_hash, 8, u32, u64, 0);
TABLE(BPF_MAP_TYPE_LRU_HASH, lru_hash_apart, 64, u32, u64, BPF_F_NO_COMMON_LRU);
TABLE(BPF_MAP_TYPE_LRU_PERCPU_HASH, lru_percpu_hash, 8, u32, u64, 0);
TABLE(BPF_MAP_TYPE_LPM_TRIE, lpm_trie, 8, struct prefix, u64, BPF_F_NO_PREALLOC);

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 4);
	__type(value, u32);
} queue SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK);
	__uint(max_entries, 4);
	__uint(value_size, 4);
} stack SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 64);
	__uint(map_extra, 3);
	__type(value, u32);
} bloom_filter SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, 16);
	__uint(key_size, 4);
	__uint(value_size, 16 * 8);
} stack_trace SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__uint(numa_node, 0);
	__uint(map_flags, BPF_F_NUMA_NODE);
	__uint(key_size, 4);
	__uint(value_size, 8);
} hash_on_node SEC(".maps");

#define LOOKS_UP(name, map, key_type) \
	SEC("raw_tp/sched_process_exec") int name(void *context) \
	{ \
		key_type key = {}; \
		u64 *value = bpf_map_lookup_elem(&map, &key); \
		return value ? (int)*value : 0; \
	}

LOOKS_UP(reads_hash, hash, u32)
LOOKS_UP(reads_array, array, u32)
LOOKS_UP(reads_array_mapped, array_mapped, u32)
LOOKS_UP(reads_percpu_hash, percpu_hash, u32)
LOOKS_UP(reads_percpu_array, percpu_array, u32)
LOOKS_UP(reads_lru_hash, lru_hash, u32)
LOOKS_UP(reads_lru_hash_apart, lru_hash_apart, u32)
LOOKS_UP(reads_lru_percpu_hash, lru_percpu_hash, u32)
LOOKS_UP(reads_lpm_trie, lpm_trie, struct prefix)
LOOKS_UP(reads_hash_on_node, hash_on_node, u32)

SEC("raw_tp/sched_process_exec")
int writes_hash(void *context)
{
	struct pair key = { .first = 1 };
	u64 value = 2;

	bpf_map_update_elem(&hash_unallocated, &key, &value, BPF_NOEXIST);
	return bpf_map_delete_elem(&hash_unallocated, &key);
}

SEC("raw_tp/sched_process_exec")
int moves_from_queue_to_stack(void *context)
{
	u32 value = 7;

	bpf_map_push_elem(&queue, &value, BPF_EXIST);
	if (!bpf_map_pop_elem(&queue, &value))
		bpf_map_push_elem(&stack, &value, 0);
	return bpf_map_peek_elem(&stack, &value);
}

SEC("raw_tp/sched_process_exec")
int asks_bloom_filter(void *context)
{
	u32 value = bpf_get_smp_processor_id();

	if (bpf_map_peek_elem(&bloom_filter, &value))
		bpf_map_push_elem(&bloom_filter, &value, 0);
	return 0;
}

SEC("raw_tp/sched_process_exec")
int takes_stack(void *context)
{
	return bpf_get_stackid(context, &stack_trace, BPF_F_FAST_STACK_CMP);
}

struct bpf_map;

static long add_up(struct bpf_map *map, u32 *key, struct pair *value, u64 *sum)
{
	*sum += value->second;
	return 0;
}

SEC("raw_tp/sched_process_exec")
int walks_hash(void *context)
{
	u64 sum = 0;

	bpf_for_each_map_elem(&hash, add_up, &sum, 0);
	return sum != 0;
}

/* A lookup with a queue is no helper call that the verifier allows. */
SEC("raw_tp/sched_process_exec")
int looks_up_in_queue(void *context)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&queue, &key) != 0;
}
