// Maps that say more than their sizes: inner maps, values from the start, pins, custom data sections.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct inner {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 2);
    __type(key, __u32);
    __type(value, __u64);
} first SEC(".maps"), second SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
    __uint(max_entries, 4);
    __type(key, __u32);
    __array(values, struct inner);
} outer SEC(".maps") = {
    .values = { [1] = &first, [3] = &second },
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
    __uint(max_entries, 4);
    __type(key, __u32);
    __array(values, struct {
        __uint(type, BPF_MAP_TYPE_HASH);
        __uint(max_entries, 8);
        __uint(map_flags, BPF_F_NO_PREALLOC);
        __type(key, __u32);
        __type(value, __u32);
    });
} outer_hash SEC(".maps");

int jumped_to(struct xdp_md *context);

struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(max_entries, 3);
    __uint(key_size, sizeof(__u32));
    __array(values, int (void *));
} jumps SEC(".maps") = {
    .values = { [2] = (void *)&jumped_to },
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 10);
    __uint(map_flags, BPF_F_NUMA_NODE | BPF_F_NO_PREALLOC);
    __uint(numa_node, 0);
    __uint(pinning, LIBBPF_PIN_BY_NAME);
    __type(key, __u32);
    __type(value, __u32);
} waggle_shared SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
    __uint(max_entries, 16);
    __uint(value_size, 4);
    __uint(map_extra, 3);
} seen SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 5000);
} ring SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
    __uint(key_size, 4);
    __uint(value_size, 4);
} events SEC(".maps");

int numbers[2] SEC(".data.numbers") = { 7, 8 };
const volatile int limit SEC(".rodata.limits") = 9;
int room[1];
static int own SEC(".data.own") = 3;
__attribute__((visibility("hidden"))) int hidden SEC(".data.hidden") = 4;

__attribute__((visibility("hidden"), noinline)) int add_all(struct xdp_md *context)
{
    return numbers[0] + numbers[1] + limit + own + hidden + (context != 0);
}

__attribute__((weak, noinline)) int optional(struct xdp_md *context)
{
    return (int)context->ingress_ifindex;
}

SEC("xdp")
int main_program(struct xdp_md *context)
{
    __u32 one = 1, zero = 0;
    void *map = bpf_map_lookup_elem(&outer, &one);
    if (map) {
        __u64 *value = bpf_map_lookup_elem(map, &zero);
        if (value)
            *value += (__u64)add_all(context);
    }
    room[0] += optional(context);
    bpf_tail_call(context, &jumps, 2);
    return XDP_DROP;
}

SEC("xdp")
int jumped_to(struct xdp_md *context)
{
    own++;
    return XDP_PASS;
}
