// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Exceptions (Linux 6.7), with and without an own handler.
#include "corpus.h"

void bpf_throw(u64 cookie) __ksym __weak;

#define HANDLED_BY(function) __attribute__((btf_decl_tag("exception_callback:" #function)))

__noinline int answer_thrown(u64 cookie)
{
	return cookie ? 0 : 1;
}

SEC("tc")
int throws(struct __sk_buff *packet)
{
	if (packet->len == 1)
		bpf_throw(0);
	return 0;
}

SEC("tc")
HANDLED_BY(answer_thrown)
int throws_to_handler(struct __sk_buff *packet)
{
	if (packet->len == 1)
		bpf_throw(1);
	return 0;
}

static NOINLINE int asserts(int number)
{
	if (number < 3)
		bpf_throw(number);
	return number;
}

SEC("tc")
int throws_from_subprogram(struct __sk_buff *packet)
{
	return asserts(packet->len);
}
