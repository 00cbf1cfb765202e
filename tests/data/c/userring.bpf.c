// Reads a user ring buffer, to see what user space wrote to it.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "Dual MIT/GPL";

struct {
    __uint(type, BPF_MAP_TYPE_USER_RINGBUF);
    __uint(max_entries, 4096);
} commands SEC(".maps");

struct result {
    unsigned long long count;
    unsigned long long sum;
    unsigned long long in_order;
    unsigned long long last;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, unsigned int);
    __type(value, struct result);
} results SEC(".maps");

static long take(struct bpf_dynptr *record, void *context)
{
    unsigned int zero = 0;
    unsigned long long number;
    struct result *result = bpf_map_lookup_elem(&results, &zero);
    if (!result || bpf_dynptr_read(&number, sizeof(number), record, 0, 0))
        return 0;
    result->count++;
    result->sum += number;
    if (number > result->last)
        result->in_order++;
    result->last = number;
    return 0;
}

SEC("raw_tp/sys_enter")
int drain(void *context)
{
    return bpf_user_ringbuf_drain(&commands, take, 0, 0);
}
