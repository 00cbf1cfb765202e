// SPDX-License-Identifier: (LGPL-2.1 OR BSD-2-Clause)
// Programs that the verifier must reject; the line at fault carries the program's name. Written for this test.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64[2]);
} hits SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

SEC("raw_tp/sys_enter")
int reads_unchecked(void *context)
{
	__u32 key = 0;
	__u64 *value = bpf_map_lookup_elem(&hits, &key);
	value[0] = 7; /* reads_unchecked */
	return 0;
}

SEC("raw_tp/sys_enter")
int index_unbounded(void *context)
{
	__u32 key = 0;
	char *value = bpf_map_lookup_elem(&hits, &key);
	if (!value)
		return 0;
	value += bpf_ktime_get_ns(); /* index_unbounded */
	*value = 7;
	return 0;
}

SEC("xdp")
int packet_unchecked(struct xdp_md *context)
{
	char *data = (char *)(long)context->data;
	if (data[13] == 7) /* packet_unchecked */
		return XDP_DROP;
	return XDP_PASS;
}

SEC("raw_tp/sys_enter")
int never_released(void *context)
{
	__u64 *record = bpf_ringbuf_reserve(&ring, 8, 0);
	if (record)
		*record = bpf_ktime_get_ns();
	return 0; /* never_released */
}

SEC("raw_tp/sys_enter")
int plain_kernel_read(__u64 *context)
{
	__u64 *task = (__u64 *)context[0];
	return task[1] == 7; /* plain_kernel_read */
}
