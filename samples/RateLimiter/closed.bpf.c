// Another plug-in, in C: nobody gets in, until it is replaced.
#include <linux/types.h>

struct request {
	__u64 client;
	__u64 path;
	__u64 now;
	__u32 retry_after;
};

__attribute__((section("request"), used))
int closed(struct request *request)
{
	request->retry_after = 60;
	return 2; // deny
}
