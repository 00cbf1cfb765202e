// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Maps that belong to cgroups; the two old kinds of cgroup storage are created for each attachment.
#include "corpus.h"

struct {
	__uint(type, BPF_MAP_TYPE_CGROUP_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__uint(value_size, 4);
} cgroup_array SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_CGROUP_STORAGE);
	__type(key, struct bpf_cgroup_storage_key);
	__type(value, u64);
} cgroup_storage SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE);
	__type(key, u64);
	__type(value, u64);
} percpu_cgroup_storage SEC(".maps");

SEC("tc")
int is_under_cgroup(struct __sk_buff *packet)
{
	return bpf_skb_under_cgroup(packet, &cgroup_array, 1);
}

SEC("raw_tp/sched_process_exec")
int current_is_under_cgroup(void *context)
{
	return bpf_current_task_under_cgroup(&cgroup_array, 0);
}

SEC("cgroup_skb/ingress")
int counts_bytes(struct __sk_buff *packet)
{
	u64 *bytes = bpf_get_local_storage(&cgroup_storage, 0);

	__sync_fetch_and_add(bytes, packet->len);
	return 1;
}

SEC("cgroup_skb/egress")
int counts_bytes_per_cpu(struct __sk_buff *packet)
{
	u64 *bytes = bpf_get_local_storage(&percpu_cgroup_storage, 0);

	*bytes += packet->len;
	return 1;
}

SEC("cgroup/connect4")
int rewrites_port(struct bpf_sock_addr *address)
{
	if (address->user_port == bpf_htons(80))
		address->user_port = bpf_htons(8080);
	return 1;
}

SEC("cgroup/sysctl")
int looks_at_name(struct bpf_sysctl *context)
{
	char name[16] = {};

	bpf_sysctl_get_name(context, name, sizeof(name), BPF_F_SYSCTL_BASE_NAME);
	return name[0] != 'x';
}

SEC("cgroup/getsockopt")
int answers_option(struct bpf_sockopt *option)
{
	u8 *value = option->optval;

	if (value + 1 > (u8 *)option->optval_end)
		return 0;
	*value = 1;
	option->optlen = 1;
	barrier();
	option->retval = 0;
	return 1;
}

SEC("cgroup/dev")
int allows_reads(struct bpf_cgroup_dev_ctx *device)
{
	return (device->access_type >> 16) == BPF_DEVCG_ACC_READ;
}
