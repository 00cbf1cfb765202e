// SPDX-License-Identifier: GPL-2.0-only OR MIT
// What every file of the corpus starts with: libbpf's headers, the licence, and the few kernel types that several files read. They
// are written by hand and relocated (CO-RE), so that one compiled object serves every kernel.
#pragma once
#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#define __VMLINUX_H__ /* bpf_tracing.h then takes the kernel's names of registers */
#include <bpf/bpf_tracing.h>

char _license[] SEC("license") = "Dual MIT/GPL";

#define RELOCATED __attribute__((preserve_access_index))
#define NOINLINE __attribute__((noinline))

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef int s32;
typedef long long s64;

/* Program on_NAME does nothing but return: what its section makes of it is the point. */
#define EMPTY(section, name, result) \
	SEC(section) int on_##name(void *context) { return result; }
