// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Programs that the verifier rejects, each for another reason.
#include "corpus.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64[2]);
} hash SEC(".maps");

volatile u64 out;

#define PROGRAM(section, name, type, ...) SEC(section) int name(type *context) { __VA_ARGS__; return 0; }
#define FIND u32 key = 0; u64 *value = bpf_map_lookup_elem(&hash, &key)

PROGRAM("raw_tp/sys_enter", reads_unchecked_value, void, FIND; out = value[0])
PROGRAM("raw_tp/sys_enter", reads_beyond_value, void, FIND; if (value) out = value[2])
PROGRAM("raw_tp/sys_enter", reads_before_value, void, FIND; if (value) out = value[-1])
PROGRAM("raw_tp/sys_enter", reads_at_any_index, void, FIND; if (value) out = value[out])
PROGRAM("raw_tp/sys_enter", reads_null, void, out = *(volatile u64 *)0)
PROGRAM("raw_tp/sys_enter", reads_number, void, out = *(volatile u64 *)bpf_ktime_get_ns())
PROGRAM("raw_tp/sys_enter", reads_beyond_context, struct bpf_raw_tracepoint_args, out = context->args[700])
PROGRAM("raw_tp/sys_enter", writes_context, struct bpf_raw_tracepoint_args, context->args[0] = 1)
PROGRAM("raw_tp/sys_enter", passes_wrong_size, void, char name[4]; bpf_get_current_comm(name, out))
PROGRAM("raw_tp/sys_enter", passes_uninitialised_key, void, u32 key; asm volatile("" : "=m"(key)); bpf_map_lookup_elem(&hash, &key))
static NOINLINE int uses_half(u64 number)
{
	volatile char buffer[300] = {};

	return buffer[number & 255];
}

PROGRAM("raw_tp/sys_enter", uses_much_stack, void, volatile char buffer[300]; buffer[0] = 1; out = buffer[out & 255] + uses_half(out) + buffer[0])
PROGRAM("socket", calls_tracing_helper, struct __sk_buff, out = bpf_get_current_task())
PROGRAM("socket", writes_read_only_field, struct __sk_buff, *(volatile u32 *)&context->len = 1)
PROGRAM("raw_tp/sys_enter", divides_pointer, void, out = (u64)context / (out | 1))
PROGRAM("raw_tp/sys_enter", calls_unknown_helper, void, ((long (*)(void))5000)())
PROGRAM("raw_tp/sys_enter", leaves_result_unset, void, asm volatile("r0 = r9; exit" ::: "r0"))
PROGRAM("raw_tp/sys_enter", jumps_to_itself, void, asm volatile("1: goto 1b"))
