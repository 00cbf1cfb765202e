// What the reader has to cope with in one object: several programs in a section, maps of each form, data sections, subprograms.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "Dual MIT/GPL";

struct event {
    int pid;
    char comm[16];
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 64);
    __type(key, int);
    __type(value, struct event);
} by_pid SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} events SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 3);
    __uint(key_size, 4);
    __uint(value_size, 8);
    __uint(map_flags, BPF_F_RDONLY);
} counters SEC(".maps");

int only_pid = 7;
static long total;
const volatile int limit = 100;

static __attribute__((noinline)) int twice(int x)
{
    return x * 2 + only_pid;
}

__attribute__((noinline)) int scaled(int x)
{
    return twice(x) + limit;
}

static long each(__u32 index, void *context)
{
    total += index;
    return 0;
}

SEC("raw_tp/sys_enter")
int first(void *context)
{
    int key = scaled(3);
    struct event *event = bpf_map_lookup_elem(&by_pid, &key);
    if (event)
        event->pid = twice(event->pid);
    bpf_loop(3, each, 0, 0);
    return 0;
}

SEC("raw_tp/sys_enter")
int second(void *context)
{
    struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
    if (!event)
        return 0;
    event->pid = only_pid;
    bpf_ringbuf_submit(event, 0);
    return 0;
}

SEC("tp/sched/sched_process_exec")
int third(void *context)
{
    int key = 1;
    long *count = bpf_map_lookup_elem(&counters, &key);
    if (count)
        __sync_fetch_and_add(count, scaled(1));
    return 0;
}
