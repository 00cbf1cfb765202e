// SPDX-License-Identifier: GPL-2.0-only OR MIT
// A value that no kernel's configuration has, and that is not weak.
#include "corpus.h"

extern int CONFIG_NO_SUCH_NUMBER __kconfig;

SEC("raw_tp/sched_process_exec")
int asks(void *context)
{
	return CONFIG_NO_SUCH_NUMBER;
}
