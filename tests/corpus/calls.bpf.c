// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Subprograms: static, global, weak, hidden, shared by programs of several sections, and functions taken by address.
#include "corpus.h"

volatile u64 out;

static NOINLINE int thrice(int number)
{
	return number * 3 + 1;
}

static NOINLINE int deeper(int number)
{
	return thrice(number) + thrice(number + 1);
}

NOINLINE int global_function(int number)
{
	return number > 7 ? deeper(number) : number;
}

NOINLINE int global_with_pointer(struct __sk_buff *packet)
{
	return packet->len;
}

NOINLINE int global_with_memory(u64 *value)
{
	return value ? (int)*value : 0;
}

__weak NOINLINE int weak_function(int number)
{
	asm volatile("" : "+r"(number));
	return number;
}

__hidden NOINLINE int hidden_function(int number)
{
	asm volatile("" : "+r"(number));
	return number + 2;
}

SEC("socket")
int calls_static(struct __sk_buff *packet)
{
	return thrice(packet->len);
}

SEC("socket")
int calls_in_depth(struct __sk_buff *packet)
{
	return deeper(packet->len) + thrice(packet->mark);
}

SEC("tc")
int calls_global(struct __sk_buff *packet)
{
	return global_function(packet->len) + global_with_pointer(packet);
}

SEC("raw_tp/sched_process_exec")
int calls_from_other_section(void *context)
{
	u64 value = bpf_ktime_get_ns();

	out = deeper(value) + global_with_memory(&value);
	return 0;
}

SEC("raw_tp/sched_process_exec")
int calls_weak_and_hidden(void *context)
{
	return weak_function(1) + hidden_function(2);
}

static long callback(u32 index, u64 *sum)
{
	*sum += thrice(index);
	return 0;
}

SEC("raw_tp/sched_process_exec")
int loops_with_callback(void *context)
{
	u64 sum = 0;

	bpf_loop(10, callback, &sum, 0);
	out = sum;
	return 0;
}

static long forbidden(u32 index, void *context)
{
	return 2;
}

SEC("raw_tp/sched_process_exec")
int loops_with_wrong_answer(void *context)
{
	return bpf_loop(10, forbidden, NULL, 0);
}

static NOINLINE int recursive(int number)
{
	return number ? recursive(number - 1) + 1 : 0;
}

SEC("raw_tp/sched_process_exec")
int calls_recursive(void *context)
{
	return recursive(bpf_get_smp_processor_id());
}
