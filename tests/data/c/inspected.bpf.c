// What inspection and map dumps show: a name that the kernel cuts, and a value with fields of every kind.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "Dual MIT/GPL";

enum state { STATE_NEW, STATE_OPEN = 5, STATE_CLOSED };

struct point {
    short x;
    short y;
};

struct session {
    unsigned int id;
    enum state state;
    struct point points[2];
    char name[8];
    signed char level;
    _Bool active;
    unsigned long long bytes;
    unsigned char mac[6];
};

struct address {
    unsigned int host;
    unsigned short port;
    unsigned short family;
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 16);
    __type(key, struct address);
    __type(value, struct session);
} sessions SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 2);
    __type(key, unsigned int);
    __type(value, struct point);
} counts SEC(".maps");

SEC("xdp")
int a_name_longer_than_the_kernel_keeps(struct xdp_md *context)
{
    struct address key = { .host = 1 };
    unsigned int index = 0;
    struct session *session = bpf_map_lookup_elem(&sessions, &key);
    struct point *count = bpf_map_lookup_elem(&counts, &index);
    if (count)
        count->x++;
    return session ? XDP_DROP : XDP_PASS;
}
