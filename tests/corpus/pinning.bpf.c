// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Maps that are pinned by their names.
#include "corpus.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__type(key, u32);
	__type(value, u64);
} corpus_pinned SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__uint(pinning, LIBBPF_PIN_NONE);
	__type(key, u32);
	__type(value, u64);
} corpus_not_pinned SEC(".maps");

SEC("raw_tp/sched_process_exec")
int copies_from_pinned(void *context)
{
	u32 key = 1;
	u64 *value = bpf_map_lookup_elem(&corpus_pinned, &key);

	return value ? bpf_map_update_elem(&corpus_not_pinned, &key, value, 0) : 0;
}
