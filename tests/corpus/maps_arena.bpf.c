// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Memory shared with user space (Linux 6.9).
#include "corpus.h"

#define ARENA __attribute__((address_space(1)))

struct {
	__uint(type, BPF_MAP_TYPE_ARENA);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 10);
	__ulong(map_extra, 0x1ull << 44);
} arena SEC(".maps");

void ARENA *bpf_arena_alloc_pages(void *map, void ARENA *address, u32 pages, int node, u64 flags) __ksym __weak;
void bpf_arena_free_pages(void *map, void ARENA *address, u32 pages) __ksym __weak;

struct ARENA node {
	struct node ARENA *next;
	u64 value;
};

u64 ARENA in_arena = 3;
u64 not_in_arena;

SEC("syscall")
int allocates(void *context)
{
	struct node ARENA *page = bpf_arena_alloc_pages(&arena, NULL, 1, -1, 0);

	if (!page)
		return 1;
	page->value = 7;
	page->next = page;
	not_in_arena = page->next->value;
	bpf_arena_free_pages(&arena, page, 1);
	return 0;
}

SEC("syscall")
int counts_in_arena(void *context)
{
	in_arena += 2;
	return in_arena + (u64)&arena * 0;
}

EMPTY("syscall", leaves_arena_alone, 0)
