// Reads a field that no kernel has: only the types of another kernel can make it load. The object's own will do.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "Dual MIT/GPL";

struct task_struct {
    long before;
    int waggle_number;
} __attribute__((preserve_access_index));

SEC("raw_tp/sched_process_exec")
int reads_number(void *ctx)
{
    struct task_struct *task = (void *)bpf_get_current_task();
    int number = 0;

    bpf_probe_read_kernel(&number, sizeof(number), &task->waggle_number);
    return number;
}
