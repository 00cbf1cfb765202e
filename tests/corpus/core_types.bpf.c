// SPDX-License-Identifier: GPL-2.0-only OR MIT
// CO-RE relocations of types and of enum values.
#include "corpus.h"

struct list_head {
	struct list_head *next, *prev;
} RELOCATED;

struct task_struct___any {
	int tgid;
} RELOCATED;

struct no_such_struct {
	int field;
} RELOCATED;

typedef unsigned int gfp_t;
typedef int no_such_typedef;
union no_such_union {
	int field;
};
typedef u64 (*bpf_callback_t)(u64, u64, u64, u64, u64);
typedef struct {
	int counter;
} atomic_t;

enum pid_type {
	PIDTYPE_PID = 40,
	PIDTYPE_TGID,
	PIDTYPE_NO_SUCH = 99,
};
enum bpf_prog_type___other {
	BPF_PROG_TYPE_XDP___other = 77,
	BPF_PROG_TYPE_NO_SUCH___other,
};
enum no_such_enum {
	NO_SUCH_VALUE = 3,
};
enum node_states___signed {
	N_NO_SUCH_STATE = -1,
	N_ONLINE = -2,
};
enum huge {
	HUGE_VALUE = 0x100000000ull,
};

volatile u64 out;

#define ASKS(name, value) \
	SEC("raw_tp/sched_process_exec") int name(void *context) { out = value; return 0; }

ASKS(asks_local_id, bpf_core_type_id_local(struct task_struct___any))
ASKS(asks_kernel_id, bpf_core_type_id_kernel(struct task_struct___any))
ASKS(asks_kernel_id_of_missing, bpf_core_type_id_kernel(struct no_such_struct))
ASKS(asks_kernel_id_of_typedef, bpf_core_type_id_kernel(atomic_t))
ASKS(asks_size, bpf_core_type_size(struct task_struct___any))
ASKS(asks_size_of_missing, bpf_core_type_size(struct no_such_struct))
ASKS(asks_size_of_typedef, bpf_core_type_size(atomic_t))
ASKS(asks_exists, bpf_core_type_exists(struct task_struct___any))
ASKS(asks_exists_typedef, bpf_core_type_exists(gfp_t))
ASKS(asks_exists_function, bpf_core_type_exists(bpf_callback_t))
ASKS(asks_exists_enum, bpf_core_type_exists(enum pid_type))
ASKS(asks_missing_struct, bpf_core_type_exists(struct no_such_struct))
ASKS(asks_missing_typedef, bpf_core_type_exists(no_such_typedef))
ASKS(asks_missing_union, bpf_core_type_exists(union no_such_union))
ASKS(asks_missing_enum, bpf_core_type_exists(enum no_such_enum))
ASKS(matches_struct, bpf_core_type_matches(struct list_head))
ASKS(matches_part_of_struct, bpf_core_type_matches(struct task_struct___any))
ASKS(matches_no_such_struct, bpf_core_type_matches(struct no_such_struct))
ASKS(matches_typedef, bpf_core_type_matches(atomic_t))
ASKS(matches_enum, bpf_core_type_matches(enum pid_type))
ASKS(value_exists, bpf_core_enum_value_exists(enum pid_type, PIDTYPE_TGID))
ASKS(value_is_missing, bpf_core_enum_value_exists(enum pid_type, PIDTYPE_NO_SUCH))
ASKS(value_of_missing_enum, bpf_core_enum_value_exists(enum no_such_enum, NO_SUCH_VALUE))
ASKS(value, bpf_core_enum_value(enum pid_type, PIDTYPE_PID) + bpf_core_enum_value(enum pid_type, PIDTYPE_TGID))
ASKS(value_of_flavour, bpf_core_enum_value(enum bpf_prog_type___other, BPF_PROG_TYPE_XDP___other))
ASKS(value_of_signed_flavour, bpf_core_enum_value(enum node_states___signed, N_ONLINE))
ASKS(value_guarded, bpf_core_enum_value_exists(enum pid_type, PIDTYPE_NO_SUCH) ? bpf_core_enum_value(enum pid_type, PIDTYPE_NO_SUCH) : 5)
ASKS(value_unguarded, bpf_core_enum_value(enum pid_type, PIDTYPE_NO_SUCH))
ASKS(value_huge, bpf_core_enum_value_exists(enum huge, HUGE_VALUE))
