// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Values of the kernel's configuration, of each type, and libbpf's own that look like them.
#include "corpus.h"

extern int LINUX_KERNEL_VERSION __kconfig;
extern u64 CONFIG_HZ __kconfig;
extern bool CONFIG_BPF_SYSCALL __kconfig;
extern enum libbpf_tristate CONFIG_BPF_JIT __kconfig __weak;
extern char CONFIG_CC_VERSION_TEXT[64] __kconfig __weak;
extern char CONFIG_LOCALVERSION[4] __kconfig __weak;
extern bool CONFIG_NO_SUCH_OPTION __kconfig __weak;
extern char CONFIG_NO_SUCH_TEXT[8] __kconfig __weak;
extern enum libbpf_tristate CONFIG_NO_SUCH_STATE __kconfig __weak;
extern u32 CONFIG_LOG_BUF_SHIFT __kconfig __weak;
extern bool LINUX_HAS_BPF_COOKIE __kconfig __weak;
extern bool LINUX_HAS_SYSCALL_WRAPPER __kconfig __weak;

volatile u64 out;

#define ASKS(name, value) SEC("raw_tp/sched_process_exec") int name(void *context) { out = value; return 0; }

ASKS(asks_version, LINUX_KERNEL_VERSION >= 0x060000)
ASKS(asks_number, CONFIG_HZ + CONFIG_LOG_BUF_SHIFT)
ASKS(asks_switch, CONFIG_BPF_SYSCALL)
ASKS(asks_state, CONFIG_BPF_JIT == TRI_YES)
ASKS(asks_text, CONFIG_CC_VERSION_TEXT[0] + CONFIG_LOCALVERSION[0])
ASKS(asks_missing, CONFIG_NO_SUCH_OPTION ? 1 : CONFIG_NO_SUCH_TEXT[0] + CONFIG_NO_SUCH_STATE)
ASKS(asks_features, LINUX_HAS_BPF_COOKIE + LINUX_HAS_SYSCALL_WRAPPER)
EMPTY("raw_tp/sched_process_exec", asks_nothing, 0)
