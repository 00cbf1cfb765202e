// Subprograms and lines, and nothing that has to be created before the program.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

static __attribute__((noinline)) int thrice(int x)
{
    return x * 3 + 1;
}

__attribute__((noinline)) int checked(int x)
{
    return x > 7 ? thrice(x) : x;
}

SEC("socket")
int plain(struct __sk_buff *packet)
{
    return thrice(packet->len) + checked(packet->mark);
}
