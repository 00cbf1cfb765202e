// SPDX-License-Identifier: MIT
// A program whose listing has many kinds of instruction: see BpftoolListingTests.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 16);
    __type(key, __u32);
    __type(value, __u64);
} counts SEC(".maps");

__u64 total = 1;
__u64 hits[4];
const volatile __u32 limit = 7;

static __attribute__((noinline)) int mix(__u64 value, int shift)
{
    volatile int kept = shift;

    return (int)(value % 7) * kept + (shift >> 3) - (int)(value / 3);
}

static long each(void *map, __u32 *key, __u64 *value, void *context)
{
    *value += 1;
    return 0;
}

SEC("socket")
int listing(struct __sk_buff *packet)
{
    __u32 key = packet->len;
    __u64 one = 1, *count = bpf_map_lookup_elem(&counts, &key);

    if (count) {
        __sync_fetch_and_add(count, 1);
        total += __sync_fetch_and_or(count, 4) + __sync_fetch_and_xor(&hits[1], 3);
        __sync_val_compare_and_swap(count, 3, 9);
        total ^= __sync_lock_test_and_set(count, 5);
    } else {
        bpf_map_update_elem(&counts, &key, &one, 0);
    }
    bpf_for_each_map_elem(&counts, each, 0, 0);
    hits[key & 3]++;
    *(volatile __u16 *)&hits[2] = 0x1234;
    for (__u32 i = 0; i < (key & 15); i++)
        hits[0] -= i;
    if ((int)key > -5 && key != limit)
        total = __builtin_bswap64(total) ^ 0x1122334455667788ULL;
    return mix(total, key) + (bpf_get_prandom_u32() | 1);
}

char _license[] SEC("license") = "Dual MIT/GPL";
