// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Programs that read their hook's context and arguments.
#include "corpus.h"

struct task_struct {
	int pid;
	char comm[16];
} RELOCATED;
struct linux_binprm {
	const char *filename;
} RELOCATED;
struct bpf_iter_meta {
	struct seq_file *seq;
	u64 seq_num;
} RELOCATED;
struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
} RELOCATED;
struct trace_event_raw_sched_process_exec {
	unsigned int __data_loc_filename;
	int pid;
} RELOCATED;
/* The verifier wants the context's fields where they are, so these are not relocated: x86-64. */
struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
};

struct bpf_perf_event_data {
	struct pt_regs regs;
	u64 sample_period, addr;
};

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64[16]);
} stacks SEC(".maps");

volatile u64 out;

SEC("tp/sched/sched_process_exec")
int reads_record(struct trace_event_raw_sched_process_exec *record)
{
	out = record->pid + (record->__data_loc_filename & 0xffff);
	return 0;
}

SEC("raw_tp/sched_process_exec")
int BPF_PROG(reads_raw_arguments, struct task_struct *task, int old_pid, struct linux_binprm *program)
{
	char name[32];

	bpf_probe_read_kernel_str(name, sizeof(name), BPF_CORE_READ(program, filename));
	out = name[0] + old_pid;
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(reads_typed_arguments, struct task_struct *task, int old_pid, struct linux_binprm *program)
{
	out = task->pid - old_pid + (u64)program->filename;
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(reads_too_many_arguments, long a, long b, long c, long d, long e)
{
	out = e;
	return 0;
}

SEC("iter/task")
int prints_tasks(struct bpf_iter__task *context)
{
	struct task_struct *task = context->task;
	u64 numbers[1];

	if (!task)
		return 0;
	numbers[0] = task->pid;
	bpf_seq_printf(context->meta->seq, "%d\n", 4, numbers, sizeof(numbers));
	return 0;
}

SEC("iter/task")
int prints_tasks_unchecked(struct bpf_iter__task *context)
{
	out = context->task->pid;
	return 0;
}

SEC("fentry/bpf_fentry_test2")
int BPF_PROG(enters, int a, u64 b)
{
	out = a + b;
	return 0;
}

SEC("fexit/bpf_fentry_test2")
int BPF_PROG(leaves, int a, u64 b, int result)
{
	out = result;
	return 0;
}

SEC("kprobe/do_nanosleep")
int probes_entry(struct pt_regs *context)
{
	out = context->di + bpf_get_func_ip(context) + bpf_get_attach_cookie(context);
	return 0;
}

SEC("uretprobe")
int probes_return(struct pt_regs *context)
{
	out = context->ax;
	return bpf_get_stackid(context, &stacks, BPF_F_USER_STACK) * 0;
}

SEC("perf_event")
int samples(struct bpf_perf_event_data *context)
{
	out = context->sample_period + context->addr;
	return bpf_get_stackid(context, &stacks, 0) * 0;
}

SEC("syscall")
int copies_from_user(void *context)
{
	u64 value;

	return bpf_copy_from_user(&value, sizeof(value), (void *)out);
}

SEC("raw_tp/sys_enter")
int calls_sleeping_helper(void *context)
{
	u64 value;

	return bpf_copy_from_user(&value, sizeof(value), (void *)out);
}

SEC("kprobe/do_nanosleep")
int overrides_return(struct pt_regs *context)
{
	bpf_override_return(context, 0);
	return 0;
}
