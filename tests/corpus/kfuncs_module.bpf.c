// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Calls of functions of a module, nf_conntrack: where it is not loaded the calls are never reached, or refused.
#include "corpus.h"

struct nf_conn {
	u32 mark;
} RELOCATED;

struct bpf_ct_opts {
	s32 netns_id;
	s32 error;
	unsigned char l4proto;
	unsigned char dir;
	unsigned char reserved[2];
};

struct nf_conn *bpf_xdp_ct_lookup(struct xdp_md *context, struct bpf_sock_tuple *tuple, u32 tuple__sz, struct bpf_ct_opts *opts, u32 opts__sz) __ksym __weak;
struct nf_conn *bpf_skb_ct_lookup(struct __sk_buff *context, struct bpf_sock_tuple *tuple, u32 tuple__sz, struct bpf_ct_opts *opts, u32 opts__sz) __ksym __weak;
void bpf_ct_release(struct nf_conn *connection) __ksym __weak;

volatile s32 error;
volatile u32 mark;

SEC("xdp")
int looks_up_for_xdp(struct xdp_md *context)
{
	struct bpf_ct_opts options = { .netns_id = -1, .l4proto = 6 };
	struct bpf_sock_tuple tuple = {};
	struct nf_conn *connection;

	if (!bpf_ksym_exists(bpf_xdp_ct_lookup))
		return XDP_PASS;
	connection = bpf_xdp_ct_lookup(context, &tuple, sizeof(tuple.ipv4), &options, sizeof(options));
	error = options.error;
	if (connection) {
		mark = connection->mark;
		bpf_ct_release(connection);
	}
	return XDP_PASS;
}

SEC("tc")
int looks_up_for_tc(struct __sk_buff *context)
{
	struct bpf_ct_opts options = { .netns_id = -1, .l4proto = 17 };
	struct bpf_sock_tuple tuple = {};
	struct nf_conn *connection;

	if (!bpf_ksym_exists(bpf_skb_ct_lookup))
		return 0;
	connection = bpf_skb_ct_lookup(context, &tuple, sizeof(tuple.ipv6), &options, sizeof(options));
	error = options.error;
	if (connection)
		bpf_ct_release(connection);
	return 0;
}

/* Rejected everywhere: the connection is never given back, or the function is not there. */
SEC("xdp")
int keeps_the_connection(struct xdp_md *context)
{
	struct bpf_ct_opts options = { .netns_id = -1, .l4proto = 6 };
	struct bpf_sock_tuple tuple = {};

	return bpf_xdp_ct_lookup(context, &tuple, sizeof(tuple.ipv4), &options, sizeof(options)) ? XDP_PASS : XDP_DROP;
}
