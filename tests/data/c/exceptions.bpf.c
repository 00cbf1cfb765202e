// A program that throws, and the function that the kernel calls then (Linux 6.7).
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

void bpf_throw(__u64 cookie) __ksym;

__attribute__((noinline)) int answer(__u64 cookie)
{
    return (int)cookie + 40;
}

static __attribute__((noinline)) int check(struct __sk_buff *packet)
{
    if (packet->len > 100)
        bpf_throw(2);
    return 1;
}

SEC("tc")
__attribute__((btf_decl_tag("exception_callback:answer")))
int throws(struct __sk_buff *packet)
{
    return check(packet);
}
