// SPDX-License-Identifier: GPL-2.0-only OR MIT
// USDT: libbpf's header brings maps and a kernel configuration value of its own.
#include "corpus.h"

/* x86-64; the header reads fields that the probe's description names by offset. */
struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
};

#include <bpf/usdt.bpf.h>

volatile u64 out;

SEC("usdt//proc/self/exe:corpus:probe")
int reads_arguments(struct pt_regs *context)
{
	long first = 0;

	bpf_usdt_arg(context, 0, &first);
	out = first + bpf_usdt_arg_cnt(context) + bpf_usdt_cookie(context);
	return 0;
}

SEC("usdt.s//proc/self/exe:corpus:probe")
int is_sleepable(struct pt_regs *context)
{
	return 0;
}

SEC("usdt")
int BPF_USDT(is_not_attached, long first, int second)
{
	out = first + second;
	return 0;
}
