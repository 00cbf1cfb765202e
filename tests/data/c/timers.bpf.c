// Timers and work queues in map values. Each program leaves in 'result' what the helpers gave, and its callback what it saw; 'done' is set last.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1
#define CLOCK_BOOTTIME 7

struct bpf_wq { // not all headers have it
    __u64 opaque[2];
} __attribute__((aligned(8)));

int bpf_wq_init(struct bpf_wq *wq, void *p__map, unsigned int flags) __ksym;
int bpf_wq_start(struct bpf_wq *wq, unsigned int flags) __ksym;
int bpf_wq_set_callback_impl(struct bpf_wq *wq, int (callback)(void *map, int *key, void *value), unsigned int flags, void *aux__ign) __ksym;

struct with_timer {
    __u64 count;
    struct bpf_timer timer;
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 8);
    __type(key, __u32);
    __type(value, struct with_timer);
} hash SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 8);
    __type(key, __u32);
    __type(value, struct with_timer);
} array SEC(".maps");

struct with_queue {
    __u64 count;
    struct bpf_wq queue;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 8);
    __type(key, __u32);
    __type(value, struct with_queue);
} queues SEC(".maps");

__s64 result[64];
__u64 done;

static int fired(void *map, __u32 *key, struct with_timer *value)
{
    result[40] = *key;
    result[41] = ++value->count;
    result[42] = bpf_timer_cancel(&value->timer);
    result[43] = bpf_map_lookup_elem(map, key) == value;
    __sync_fetch_and_add(&done, 1);
    return 0;
}

static struct with_timer *find(void *map, __u32 key)
{
    struct with_timer empty = {};
    bpf_map_update_elem(map, &key, &empty, 0);
    return bpf_map_lookup_elem(map, &key);
}

SEC("tc")
int hash_timer(struct __sk_buff *context)
{
    struct with_timer *value = find(&hash, 5);
    if (!value)
        return 1;
    result[0] = bpf_timer_start(&value->timer, 0, 0);
    result[1] = bpf_timer_set_callback(&value->timer, fired);
    result[2] = bpf_timer_cancel(&value->timer);
    result[3] = bpf_timer_init(&value->timer, &hash, 2);
    result[4] = bpf_timer_init(&value->timer, &hash, 17);
    result[5] = bpf_timer_init(&value->timer, &hash, CLOCK_MONOTONIC);
    result[6] = bpf_timer_init(&value->timer, &hash, CLOCK_MONOTONIC);
    result[7] = bpf_timer_start(&value->timer, 0, 0);
    result[8] = bpf_timer_set_callback(&value->timer, fired);
    result[9] = bpf_timer_start(&value->timer, 0, 4);
    result[10] = bpf_timer_start(&value->timer, 1000000000000, 0);
    result[11] = bpf_timer_cancel(&value->timer);
    result[12] = bpf_timer_cancel(&value->timer);
    result[13] = bpf_timer_start(&value->timer, 0, 0);
    result[14] = bpf_timer_set_callback(&value->timer, fired);
    result[15] = bpf_timer_start(&value->timer, 1000, 0);
    return 0;
}

SEC("tc")
int array_timer(struct __sk_buff *context)
{
    struct with_timer *value = find(&array, 3);
    if (!value)
        return 1;
    result[0] = bpf_timer_init(&value->timer, &array, CLOCK_BOOTTIME);
    result[1] = bpf_timer_set_callback(&value->timer, fired);
    result[2] = bpf_timer_start(&value->timer, 1, 1 /* BPF_F_TIMER_ABS */);
    return 0;
}

SEC("tc")
int gone_timer(struct __sk_buff *context)
{
    __u32 key = 5;
    struct with_timer *value = find(&hash, key);
    if (!value)
        return 1;
    result[0] = bpf_timer_init(&value->timer, &hash, CLOCK_REALTIME);
    result[1] = bpf_timer_set_callback(&value->timer, fired);
    result[2] = bpf_timer_start(&value->timer, 1000000000000, 0);
    result[3] = bpf_map_delete_elem(&hash, &key);
    result[4] = bpf_map_delete_elem(&hash, &key);
    value = find(&hash, key);
    if (!value)
        return 1;
    result[5] = bpf_timer_cancel(&value->timer);
    result[6] = bpf_timer_init(&value->timer, &hash, CLOCK_REALTIME);
    done = 1;
    return 0;
}

static int work(void *map, int *key, void *value)
{
    result[40] = *key;
    result[41] = ++((struct with_queue *)value)->count;
    __sync_fetch_and_add(&done, 1);
    return 0;
}

SEC("tc")
int queue(struct __sk_buff *context)
{
    __u32 key = 3;
    struct with_queue *value = bpf_map_lookup_elem(&queues, &key);
    if (!value)
        return 1;
    result[0] = bpf_wq_start(&value->queue, 0);
    result[1] = bpf_wq_set_callback_impl(&value->queue, work, 0, 0);
    result[2] = bpf_wq_init(&value->queue, &queues, 1);
    result[3] = bpf_wq_init(&value->queue, &queues, 0);
    result[4] = bpf_wq_init(&value->queue, &queues, 0);
    result[5] = bpf_wq_start(&value->queue, 1);
    result[6] = bpf_wq_set_callback_impl(&value->queue, work, 0, 0);
    result[7] = bpf_wq_start(&value->queue, 0);
    return 0;
}
