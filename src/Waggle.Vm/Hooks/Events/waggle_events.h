/* SPDX-License-Identifier: MIT */
/* What programs see of events of .NET, in the embedded engine. The structs of Waggle.Vm.Hooks.Events, whose documentation says what the
 * fields mean; where an object has BTF, loading compares the two. Include linux/types.h or vmlinux.h first. */
#pragma once

#define WAGGLE_TEXT 126
#define WAGGLE_FIELDS 1016

/* A name in UTF-8, as far as it fits; zeros behind it. */
struct waggle_text {
	char bytes[WAGGLE_TEXT];
	__u16 full_length;
};

/* Named values, one struct waggle_field behind the other. */
struct waggle_fields {
	__u16 count;
	__u16 lost; /* for want of room */
	__u32 length_in_bytes;
	__u8 bytes[WAGGLE_FIELDS];
};

enum waggle_kind {
	WAGGLE_NULL,
	WAGGLE_INTEGER,
	WAGGLE_REAL,
	WAGGLE_TEXT_VALUE,
	WAGGLE_BYTES,
	WAGGLE_OBJECT,
};

/* The value follows, filled up to a multiple of 8 bytes, and then the name, filled up too. */
struct waggle_field {
	__u16 size; /* of all this: where the next field begins */
	__u16 value_length;
	__u8 name_length;
	__u8 kind;
	__u16 reserved;
};

/* SEC("activity/start"), SEC("activity/stop") */
struct waggle_activity {
	__s64 start_nanoseconds;
	__s64 duration_nanoseconds;
	__u64 trace_id_high;
	__u64 trace_id_low;
	__u64 span_id;
	__u64 parent_span_id;
	__u32 kind;
	__u32 status;
	struct waggle_text source;
	struct waggle_text operation;
	struct waggle_text name;
	struct waggle_fields tags;
};

/* SEC("measurement") */
struct waggle_measurement {
	__s64 value;
	__s64 billionths;
	__u32 is_real;
	__u32 reserved;
	struct waggle_text meter;
	struct waggle_text instrument;
	struct waggle_text unit;
	struct waggle_fields tags;
};

/* SEC("eventsource") */
struct waggle_event {
	__s64 time_nanoseconds;
	__u64 keywords;
	__s64 thread;
	__s32 id;
	__u32 level;
	__u32 opcode;
	__u32 reserved;
	struct waggle_text source;
	struct waggle_text name;
	struct waggle_fields payload;
};

/* SEC("diagnostic") */
struct waggle_diagnostic {
	__s64 time_nanoseconds;
	struct waggle_text listener;
	struct waggle_text name;
	struct waggle_fields payload;
};

/* SEC("timer") */
struct waggle_tick {
	__u64 number;
	__u64 time_nanoseconds;
	__u64 skipped;
};

/* The field at an offset that begins with 0 and grows by each field's size; 0 behind the last. */
static inline __attribute__((always_inline)) const struct waggle_field *waggle_field_at(const struct waggle_fields *fields, __u32 offset)
{
	if (offset >= fields->length_in_bytes || offset > WAGGLE_FIELDS - sizeof(struct waggle_field))
		return 0;
	return (const struct waggle_field *)(fields->bytes + offset);
}

/* Bytes of the value of the field at an offset; 0 if so many are not there. */
static inline __attribute__((always_inline)) const void *waggle_value_at(const struct waggle_fields *fields, __u32 offset, __u32 size)
{
	const struct waggle_field *field = waggle_field_at(fields, offset);

	if (!field || field->value_length < size)
		return 0;
	/* The verifier knows of the register that is compared, so that is the one to be used. */
	__asm__ volatile("" : "+r"(offset));
	if (offset > WAGGLE_FIELDS - sizeof(*field) - size)
		return 0;
	return fields->bytes + offset + sizeof(*field);
}

/* Whether the field at an offset has a name, of so many letters. */
static inline __attribute__((always_inline)) int waggle_is_named(const struct waggle_fields *fields, __u32 offset, const char *name, __u32 length)
{
	const struct waggle_field *field = waggle_field_at(fields, offset);
	__u32 at, i;

	if (!field || field->name_length != length)
		return 0;
	at = offset + sizeof(*field) + ((field->value_length + 7) & ~7u);
	__asm__ volatile("" : "+r"(at));
	if (at > WAGGLE_FIELDS - length)
		return 0;
	for (i = 0; i < length; i++)
		if (fields->bytes[at + i] != (__u8)name[i])
			return 0;
	return 1;
}
