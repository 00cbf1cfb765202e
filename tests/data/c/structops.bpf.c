// A TCP congestion control: counts what TCP asks of it, and behaves as simply as it may.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char _license[] SEC("license") = "GPL";

#define RELOCATED __attribute__((preserve_access_index))

struct sock;

struct tcp_sock {
    __u32 snd_cwnd;
    __u32 snd_ssthresh;
} RELOCATED;

struct tcp_congestion_ops___waggle {
    char name[16];
    void (*init)(struct sock *sk);
    __u32 (*ssthresh)(struct sock *sk);
    void (*cong_avoid)(struct sock *sk, __u32 ack, __u32 acked);
    __u32 (*undo_cwnd)(struct sock *sk);
    void (*release)(struct sock *sk);
    __u32 flags;
    int (*member_of_no_kernel)(struct sock *sk);
};

struct {
    __u64 started, acknowledged, ended;
} counts;

SEC("struct_ops/init")
void BPF_PROG(waggle_init, struct sock *sk)
{
    __sync_fetch_and_add(&counts.started, 1);
}

SEC("struct_ops")
__u32 BPF_PROG(waggle_ssthresh, struct tcp_sock *sk)
{
    return sk->snd_cwnd > 4 ? sk->snd_cwnd / 2 : 2;
}

SEC("struct_ops/cong_avoid")
void BPF_PROG(waggle_cong_avoid, struct sock *sk, __u32 ack, __u32 acked)
{
    __sync_fetch_and_add(&counts.acknowledged, acked);
}

SEC("struct_ops/undo_cwnd")
__u32 BPF_PROG(waggle_undo_cwnd, struct tcp_sock *sk)
{
    return sk->snd_cwnd;
}

SEC("struct_ops/release")
void BPF_PROG(waggle_release, struct sock *sk)
{
    __sync_fetch_and_add(&counts.ended, 1);
}

SEC(".struct_ops")
struct tcp_congestion_ops___waggle by_map = {
    .name = "waggle_map",
    .init = (void *)waggle_init,
    .ssthresh = (void *)waggle_ssthresh,
    .cong_avoid = (void *)waggle_cong_avoid,
    .undo_cwnd = (void *)waggle_undo_cwnd,
    .release = (void *)waggle_release,
};

SEC(".struct_ops.link")
struct tcp_congestion_ops___waggle by_link = {
    .name = "waggle_link",
    .init = (void *)waggle_init,
    .ssthresh = (void *)waggle_ssthresh,
    .cong_avoid = (void *)waggle_cong_avoid,
    .undo_cwnd = (void *)waggle_undo_cwnd,
    .release = (void *)waggle_release,
};
