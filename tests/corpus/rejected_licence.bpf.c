// SPDX-License-Identifier: GPL-2.0-only OR MIT
// A helper that only programs under the GPL may call, in an object that says it is not.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "Proprietary";

SEC("raw_tp/sys_enter")
int calls_gpl_helper(void *context)
{
	char text[4];

	return bpf_probe_read_kernel(text, sizeof(text), context);
}

SEC("raw_tp/sys_enter")
int calls_free_helper(void *context)
{
	return bpf_get_smp_processor_id();
}
