// Sends a burst of 64-byte records at each system call of one thread, as RingFlood.cs does.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct record {
    __u64 number, time, process, thread, user, cgroup, address, length;
};

int thread SEC(".data") = -1;
__u64 next SEC(".data.next") = 0;
__u64 lost SEC(".data.lost") = 0;

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 64 * 1024 * 1024);
} records SEC(".maps");

SEC("raw_tp/sys_enter")
int on_enter(void *context)
{
    if ((int)bpf_get_current_pid_tgid() != thread)
        return 0;

    __u64 number = next;
    for (int i = 0; i < 64; i++) {
        struct record *record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);
        if (!record) {
            lost++;
            continue;
        }
        record->number = number + i;
        record->time = 1;
        record->process = 2;
        record->thread = 3;
        record->user = 4;
        record->cgroup = 5;
        record->address = 6;
        record->length = 7;
        bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
    }
    next = number + 64;
    return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
