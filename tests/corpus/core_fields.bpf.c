// SPDX-License-Identifier: GPL-2.0-only OR MIT
// CO-RE relocations of fields: offset, size, existence, sign and shifts; flavours, nesting, arrays, unions, bit-fields, and failures.
#include "corpus.h"

struct list_head {
	struct list_head *next, *prev;
} RELOCATED;

struct signal_struct___few {
	int group_exit_code;
	struct list_head thread_head;
} RELOCATED;

struct mm_struct___few {
	unsigned long start_code;
} RELOCATED;

struct task_struct {
	int tgid;
	int pid;
	unsigned int flags;
	unsigned char sched_reset_on_fork : 1;
	unsigned char in_execve : 1;
	char comm[16];
	struct task_struct *real_parent;
	struct signal_struct___few *signal;
	struct mm_struct___few *mm;
	struct list_head children;
	u64 start_time;
	long long no_such_field;
} RELOCATED;

/* Flavours: the same structure as other kernels may have it. */
struct task_struct___wide {
	long long tgid;
	u64 pid, flags;
} RELOCATED;

struct task_struct___bits {
	u64 start_time;
	unsigned sched_reset_on_fork : 1;
	unsigned long no_such_bit : 3;
} RELOCATED;

struct task_struct___other_type {
	struct list_head tgid;
} RELOCATED;

struct no_such_struct {
	int field;
} RELOCATED;

struct net_device___few {
	char name[16];
	int ifindex;
	unsigned char addr_len;
} RELOCATED;

struct sock_common___few {
	union {
		struct {
			u32 skc_daddr;
			u32 skc_rcv_saddr;
		};
	};
	unsigned short skc_family;
	unsigned char skc_reuse : 4;
	unsigned char skc_reuseport : 1;
	unsigned char skc_ipv6only : 1;
} RELOCATED;

volatile u64 out;

#define CURRENT() ((struct task_struct *)bpf_get_current_task())
#define READS(name, ...) \
	SEC("raw_tp/sched_process_exec") int name(void *context) \
	{ \
		struct task_struct *task = CURRENT(); \
		__VA_ARGS__; \
		return 0; \
	}

READS(reads_field, out = BPF_CORE_READ(task, tgid))
READS(reads_chain, out = BPF_CORE_READ(task, real_parent, real_parent, pid))
READS(reads_nested, out = (u64)BPF_CORE_READ(task, children.next))
READS(reads_nested_through_pointer, out = (u64)BPF_CORE_READ(task, signal, thread_head.prev))
READS(reads_flavour, out = BPF_CORE_READ(task, mm, start_code))
READS(reads_wide_flavour, out = BPF_CORE_READ((struct task_struct___wide *)task, tgid))
READS(reads_array_element, char c; bpf_core_read(&c, 1, &task->comm[7]); out = c)
READS(reads_text, char name[16]; bpf_core_read_str(name, sizeof(name), &task->comm); out = name[0])
READS(asks_exists, out = bpf_core_field_exists(task->start_time))
READS(asks_not_exists, out = bpf_core_field_exists(task->no_such_field))
READS(asks_size, out = bpf_core_field_size(task->comm))
READS(asks_size_of_missing, out = bpf_core_field_exists(task->no_such_field) ? bpf_core_field_size(task->no_such_field) : 1)
READS(asks_offset, out = bpf_core_field_offset(task->comm) + bpf_core_field_offset(struct task_struct, children.prev))
READS(asks_signed, out = __builtin_preserve_field_info(task->tgid, BPF_FIELD_SIGNED))
READS(asks_unsigned, out = __builtin_preserve_field_info(task->flags, BPF_FIELD_SIGNED))
READS(asks_left_shift, out = __builtin_preserve_field_info(task->in_execve, BPF_FIELD_LSHIFT_U64))
READS(asks_right_shift, out = __builtin_preserve_field_info(task->in_execve, BPF_FIELD_RSHIFT_U64))
READS(asks_shifts_of_whole_field, out = __builtin_preserve_field_info(task->tgid, BPF_FIELD_LSHIFT_U64)
	+ __builtin_preserve_field_info(task->tgid, BPF_FIELD_RSHIFT_U64))
READS(reads_bit_field, out = BPF_CORE_READ_BITFIELD_PROBED(task, in_execve))
READS(reads_bit_field_of_flavour, out = BPF_CORE_READ_BITFIELD_PROBED((struct task_struct___bits *)task, sched_reset_on_fork))
READS(guards_missing_field, if (bpf_core_field_exists(task->no_such_field)) out = BPF_CORE_READ(task, no_such_field))
READS(guards_missing_bit, if (bpf_core_field_exists(((struct task_struct___bits *)task)->no_such_bit))
	out = BPF_CORE_READ_BITFIELD_PROBED((struct task_struct___bits *)task, no_such_bit))
READS(guards_missing_struct, if (bpf_core_field_exists(struct no_such_struct, field)) out = BPF_CORE_READ((struct no_such_struct *)task, field))
READS(reads_missing_field, out = BPF_CORE_READ(task, no_such_field))
READS(reads_missing_struct, out = BPF_CORE_READ((struct no_such_struct *)task, field))
READS(asks_incompatible_field, out = bpf_core_field_exists(((struct task_struct___other_type *)task)->tgid))

SEC("tp_btf/sched_process_exec")
int BPF_PROG(loads_directly, struct task_struct *task)
{
	out = task->tgid + task->real_parent->pid;
	out += task->start_time;
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(loads_bit_field_directly, struct task_struct *task)
{
	out = BPF_CORE_READ_BITFIELD(task, in_execve);
	return 0;
}

/* The load's width is fitted to the kernel's field; a signed one that is narrower can't be. */
SEC("tp_btf/sched_process_exec")
int BPF_PROG(loads_narrower_field, struct task_struct___wide *task)
{
	out = task->flags;
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(loads_narrower_signed_field, struct task_struct___wide *task)
{
	out = task->pid;
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(loads_missing_field, struct task_struct *task)
{
	out = task->no_such_field;
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(loads_guarded_field, struct task_struct *task)
{
	if (bpf_core_field_exists(task->no_such_field))
		out = task->no_such_field;
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(loads_array_element, struct task_struct *task)
{
	out = task->comm[3];
	return 0;
}

SEC("tp_btf/netif_receive_skb")
int BPF_PROG(walks_packet, void *packet)
{
	struct sk_buff {
		struct net_device___few *dev;
		unsigned int len;
		struct sock_common___few *sk;
	} RELOCATED *skb = packet;

	out = BPF_CORE_READ(skb, len) + BPF_CORE_READ(skb, dev, ifindex) + BPF_CORE_READ(skb, dev, addr_len);
	return 0;
}

READS(reads_inside_anonymous, struct sock_common___few *sock = (void *)task; out = BPF_CORE_READ(sock, skc_rcv_saddr))
READS(reads_bits_behind_byte, struct sock_common___few *sock = (void *)task;
	out = BPF_CORE_READ_BITFIELD_PROBED(sock, skc_ipv6only) + BPF_CORE_READ_BITFIELD_PROBED(sock, skc_reuse))
