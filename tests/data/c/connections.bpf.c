// Asks the module nf_conntrack for a connection that nobody has: its function is called and says so.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "Dual MIT/GPL";

struct nf_conn {
};

struct bpf_ct_opts {
    int netns_id;
    int error;
    unsigned char protocol;
    unsigned char direction;
    unsigned char reserved[2];
};

struct nf_conn *bpf_xdp_ct_lookup(struct xdp_md *context, struct bpf_sock_tuple *tuple, __u32 tuple__sz, struct bpf_ct_opts *opts, __u32 opts__sz) __ksym;
void bpf_ct_release(struct nf_conn *connection) __ksym;

int errors[2];

static int look_up(struct xdp_md *context, unsigned char protocol)
{
    struct bpf_ct_opts options = { .netns_id = -1, .protocol = protocol };
    struct bpf_sock_tuple tuple = { .ipv4 = { .saddr = 0x0100007f, .daddr = 0x0100007f, .sport = 0x0100, .dport = 0x0200 } };
    struct nf_conn *connection = bpf_xdp_ct_lookup(context, &tuple, sizeof(tuple.ipv4), &options, sizeof(options));

    if (connection)
        bpf_ct_release(connection);
    return options.error;
}

SEC("xdp")
int looks_up(struct xdp_md *context)
{
    errors[0] = look_up(context, 6); // TCP, ports 1 and 2 of 127.0.0.1
    errors[1] = look_up(context, 1); // the function knows TCP and UDP only
    return XDP_PASS;
}
