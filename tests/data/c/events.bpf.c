// SPDX-License-Identifier: MIT
// Programs for each kind of event of .NET: each copies what it saw into a map, for the test to look at.
#include <linux/types.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "../../../src/Waggle.Vm/Hooks/Events/waggle_events.h"

struct seen {
	__u64 count;
	__s64 number;
	__s64 other;
	__u64 bytes;	/* the integer field "bytes" of the last event */
	__u64 text;	/* first eight bytes of the text field "text" */
	__u32 fields;
	__u32 lost;
	char name[32];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct seen);
} seen SEC(".maps");

static __always_inline int note(const struct waggle_text *name, const struct waggle_fields *fields, __s64 number, __s64 other)
{
	__u32 key = 0, offset = 0;
	struct seen *s = bpf_map_lookup_elem(&seen, &key);
	if (!s)
		return 0;
	__sync_fetch_and_add(&s->count, 1);
	s->number = number;
	s->other = other;
	if (name)
		for (int i = 0; i < (int)sizeof(s->name); i++)
			s->name[i] = name->bytes[i];
	if (!fields)
		return 0;
	s->fields = fields->count;
	s->lost = fields->lost;
	for (int i = 0; i < 64; i++) {
		const struct waggle_field *field = waggle_field_at(fields, offset);
		if (!field)
			break;
		const __u64 *value = waggle_value_at(fields, offset, sizeof(*value));
		if (value && field->kind == WAGGLE_INTEGER && waggle_is_named(fields, offset, "bytes", 5))
			s->bytes = *value;
		if (value && field->kind == WAGGLE_TEXT_VALUE && waggle_is_named(fields, offset, "text", 4))
			s->text = *value;
		offset += field->size;
	}
	return 1;
}

SEC("activity/start") int on_start(struct waggle_activity *e) { return note(&e->name, &e->tags, e->kind, e->duration_nanoseconds); }
SEC("activity/stop") int on_stop(struct waggle_activity *e) { return note(&e->name, &e->tags, e->status, e->span_id); }
SEC("measurement") int on_measurement(struct waggle_measurement *e) { return note(&e->instrument, &e->tags, e->value, e->billionths); }
SEC("eventsource") int on_event(struct waggle_event *e) { return note(&e->name, &e->payload, e->id, e->level); }
SEC("diagnostic") int on_diagnostic(struct waggle_diagnostic *e) { return note(&e->name, &e->payload, 0, 0); }
SEC("timer") int on_tick(struct waggle_tick *e) { return note(0, 0, e->number, e->skipped); }

char _license[] SEC("license") = "MIT";
