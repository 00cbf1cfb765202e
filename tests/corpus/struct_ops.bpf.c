// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Kernel operations implemented by programs: one that is registered, one that has a link.
#include "corpus.h"

struct sock;
struct rate_sample;
struct ack_sample;
enum tcp_ca_event { CA_EVENT_TX_START };

/* The fields that are set; the kernel's structure has more. */
struct tcp_congestion_ops {
	u32 flags;
	void (*init)(struct sock *sk);
	void (*release)(struct sock *sk);
	u32 (*ssthresh)(struct sock *sk);
	void (*cong_avoid)(struct sock *sk, u32 ack, u32 acked);
	void (*set_state)(struct sock *sk, u8 new_state);
	u32 (*undo_cwnd)(struct sock *sk);
	char name[16];
	void *owner;
};

volatile u64 calls;

SEC("struct_ops")
void BPF_PROG(corpus_init, struct sock *sk)
{
	calls++;
}

SEC("struct_ops/corpus_ssthresh")
u32 BPF_PROG(corpus_ssthresh, struct sock *sk)
{
	return 2;
}

SEC("struct_ops")
u32 BPF_PROG(corpus_undo_cwnd, struct sock *sk)
{
	return calls;
}

SEC("struct_ops")
void BPF_PROG(corpus_cong_avoid, struct sock *sk, u32 ack, u32 acked)
{
	calls += acked;
}

SEC("struct_ops")
void BPF_PROG(referred_by_none, struct sock *sk)
{
}

SEC(".struct_ops")
struct tcp_congestion_ops corpus_cc = {
	.init = (void *)corpus_init,
	.ssthresh = (void *)corpus_ssthresh,
	.undo_cwnd = (void *)corpus_undo_cwnd,
	.cong_avoid = (void *)corpus_cong_avoid,
	.name = "corpus_cc",
};

SEC(".struct_ops.link")
struct tcp_congestion_ops corpus_linked = {
	.ssthresh = (void *)corpus_ssthresh,
	.undo_cwnd = (void *)corpus_undo_cwnd,
	.cong_avoid = (void *)corpus_cong_avoid,
	.name = "corpus_link",
};
