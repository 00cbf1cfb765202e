// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Global data of every kind that becomes a map.
#include "corpus.h"

struct settings {
	u32 limit;
	char name[12];
	u64 masks[4];
};

u64 zeroed;
u64 initialised = 5;
static u64 hidden_counter;
static volatile u64 hidden_initialised = 6;
const volatile u32 constant = 7;
const volatile struct settings settings = { .limit = 8, .name = "waggle", .masks = { 1, 2, 3, 4 } };
u64 array[64] = { [63] = 9 };
u8 large[4096];
char text[] = "a text";
__weak u64 weak_variable = 10;
__hidden u64 hidden_variable = 11;

u64 custom_zeroed SEC(".bss.mine");
u64 custom_initialised SEC(".data.mine") = 12;
const volatile u64 custom_constant SEC(".rodata.mine") = 13;
static u64 custom_hidden SEC(".data.hidden") = 14;
u64 custom_second SEC(".data.mine") = 15;

#define PROGRAM(name, ...) SEC("raw_tp/sched_process_exec") int name(void *context) { __VA_ARGS__; return 0; }

PROGRAM(adds_to_zeroed, zeroed += 1)
PROGRAM(adds_to_initialised, initialised += zeroed)
PROGRAM(adds_to_hidden, __sync_fetch_and_add(&hidden_counter, hidden_initialised))
PROGRAM(reads_constant, if (constant == 7) zeroed++)
PROGRAM(reads_settings, zeroed = settings.limit + settings.masks[bpf_get_smp_processor_id() & 3])
PROGRAM(writes_array, array[bpf_get_prandom_u32() & 63] = 1)
PROGRAM(writes_large, large[4095] = 1)
PROGRAM(reads_text, zeroed = text[bpf_get_prandom_u32() & 3])
PROGRAM(adds_to_weak, weak_variable += hidden_variable)
PROGRAM(adds_to_custom, custom_zeroed += custom_initialised + custom_second; custom_hidden++)
PROGRAM(reads_custom_constant, zeroed = custom_constant)
PROGRAM(prints, bpf_printk("%s is %d", text, constant))
PROGRAM(prints_much, bpf_printk("%d %d %d %d", 1, 2, 3, constant))
PROGRAM(has_static_local, static u64 calls; zeroed = ++calls)
PROGRAM(has_constant_table, static const volatile u16 table[8] = { 1, 2, 4, 8 }; zeroed = table[bpf_get_prandom_u32() & 7])
PROGRAM(passes_address, bpf_get_current_comm(text, sizeof(text)))
PROGRAM(writes_constant, *(volatile u32 *)&constant = 1)
PROGRAM(reads_beyond, zeroed = array[bpf_get_prandom_u32()])
