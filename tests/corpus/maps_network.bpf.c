// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Maps of devices, CPUs and sockets.
#include "corpus.h"

struct {
	__uint(type, BPF_MAP_TYPE_DEVMAP);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 4);
} devmap SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_DEVMAP_HASH);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct bpf_devmap_val);
} devmap_hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_CPUMAP);
	__uint(max_entries, 2);
	__type(key, u32);
	__type(value, struct bpf_cpumap_val);
} cpumap SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_XSKMAP);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u32);
} xskmap SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SOCKMAP);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64);
} sockmap SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SOCKHASH);
	__uint(max_entries, 4);
	__type(key, u64);
	__type(value, u32);
} sockhash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_REUSEPORT_SOCKARRAY);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64);
} reuseport_sockarray SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, u64);
} sk_storage SEC(".maps");

SEC("xdp")
int redirects_to_device(struct xdp_md *context)
{
	return bpf_redirect_map(&devmap, context->rx_queue_index, XDP_PASS);
}

SEC("xdp")
int redirects_to_hashed_device(struct xdp_md *context)
{
	return bpf_redirect_map(&devmap_hash, context->ingress_ifindex, XDP_PASS);
}

SEC("xdp")
int redirects_to_cpu(struct xdp_md *context)
{
	return bpf_redirect_map(&cpumap, 0, XDP_DROP);
}

SEC("xdp")
int redirects_to_socket(struct xdp_md *context)
{
	u32 index = context->rx_queue_index;

	if (bpf_map_lookup_elem(&xskmap, &index))
		return bpf_redirect_map(&xskmap, index, 0);
	return XDP_PASS;
}

SEC("xdp.frags")
int reads_packet(struct xdp_md *context)
{
	u8 *data = (void *)(long)context->data;

	if (data + 14 > (u8 *)(long)context->data_end)
		return XDP_ABORTED;
	return data[12] == 0x08 ? XDP_PASS : XDP_DROP;
}

SEC("xdp")
int reads_packet_unchecked(struct xdp_md *context)
{
	u8 *data = (void *)(long)context->data;

	return data[0] ? XDP_PASS : XDP_DROP;
}

SEC("sk_skb/stream_verdict")
int redirects_stream(struct __sk_buff *packet)
{
	return bpf_sk_redirect_map(packet, &sockmap, 0, 0);
}

SEC("sk_msg")
int redirects_message(struct sk_msg_md *message)
{
	u64 key = 1;

	return bpf_msg_redirect_hash(message, &sockhash, &key, BPF_F_INGRESS);
}

SEC("sockops")
int keeps_socket(struct bpf_sock_ops *operation)
{
	u32 key = 0;

	if (operation->op == BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB)
		bpf_sock_map_update(operation, &sockmap, &key, BPF_ANY);
	return 1;
}

SEC("sk_reuseport")
int selects_socket(struct sk_reuseport_md *context)
{
	u32 index = 0;

	bpf_sk_select_reuseport(context, &reuseport_sockarray, &index, 0);
	return SK_PASS;
}

SEC("cgroup_skb/egress")
int counts_socket(struct __sk_buff *packet)
{
	struct bpf_sock *socket = packet->sk;
	u64 *count;

	if (!socket)
		return 1;
	socket = bpf_sk_fullsock(socket);
	if (!socket)
		return 1;
	count = bpf_sk_storage_get(&sk_storage, socket, 0, BPF_SK_STORAGE_GET_F_CREATE);
	if (count)
		__sync_fetch_and_add(count, packet->len);
	return 1;
}

SEC("sk_lookup")
int assigns_socket(struct bpf_sk_lookup *lookup)
{
	struct bpf_sock *socket;
	u32 key = 0;
	int error;

	socket = bpf_map_lookup_elem(&sockmap, &key);
	if (!socket)
		return SK_PASS;
	error = bpf_sk_assign(lookup, socket, 0);
	bpf_sk_release(socket);
	return error ? SK_DROP : SK_PASS;
}

/* As above, and keeps the socket for ever. */
SEC("sk_lookup")
int leaks_socket(struct bpf_sk_lookup *lookup)
{
	u32 key = 0;

	return bpf_map_lookup_elem(&sockmap, &key) ? SK_PASS : SK_DROP;
}

SEC("tc")
int reads_skb(struct __sk_buff *packet)
{
	u8 bytes[4];

	if (bpf_skb_load_bytes(packet, 0, bytes, sizeof(bytes)))
		return 0;
	packet->cb[1] = bytes[3];
	packet->tstamp = packet->mark;
	return packet->protocol == bpf_htons(0x0800);
}

SEC("flow_dissector")
int dissects(struct __sk_buff *packet)
{
	struct bpf_flow_keys *keys = packet->flow_keys;

	keys->nhoff += 4;
	return BPF_OK;
}

SEC("lwt_xmit")
int encapsulates(struct __sk_buff *packet)
{
	u8 header[20] = { 0x45 };

	return bpf_lwt_push_encap(packet, BPF_LWT_ENCAP_IP, header, sizeof(header)) ? BPF_DROP : BPF_LWT_REROUTE;
}
