// Maps whose values carry a lock, and the older storage of cgroups.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "Dual MIT/GPL";

struct guarded {
    struct bpf_spin_lock lock;
    unsigned int runs;
    unsigned long long first;
    unsigned long long second;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, unsigned int);
    __type(value, struct guarded);
} pair SEC(".maps");

SEC("tc")
int step(struct __sk_buff *packet)
{
    unsigned int key = 0;
    struct guarded *value = bpf_map_lookup_elem(&pair, &key);
    if (!value)
        return 0;
    bpf_spin_lock(&value->lock);
    value->runs++;
    value->first++;
    value->second++;
    bpf_spin_unlock(&value->lock);
    return 0;
}
