// SPDX-License-Identifier: GPL-2.0-only OR MIT
// What libbpf makes of an object: every program, loaded on its own, with the verdict and the instructions that the kernel was handed.
//
//   oracle [--btf FILE] [--no-load] [--whole] [--program NAME] FILE.o
//
//   --btf FILE      resolve CO-RE against this BTF instead of the running kernel's
//   --no-load       answer for the kernel: every map and program succeeds, nothing is created
//   --whole         load all programs at once, as bpftool does
//   --program NAME  this program only
//
// Prints one JSON object a line: {"map":…} for each BPF_MAP_CREATE, {"program":…} for each program. Descriptors are zeroed in the
// instructions and named in "references". Everything is seen where it leaves libbpf: at the system call (--wrap=syscall).
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

enum { MAX_CREATED = 1024, LOG_SIZE = 256 * 1024, ERROR_SIZE = 512 };

static struct {
	struct bpf_object *object;
	struct bpf_program *program;
	bool fakes;
	/* Of BPF_PROG_LOAD of the program: the first attempt, which is the one without a log. */
	bool reached;
	int error;
	union bpf_attr attr;
	struct bpf_insn *instructions;
	char *references;
	/* Of BPF_MAP_CREATE: the last attempt of each name. */
	union bpf_attr created[MAX_CREATED];
	int created_error[MAX_CREATED];
	int created_count, last_created;
	int inner_of[MAX_CREATED];
	int created_fd[MAX_CREATED];
	char complaint[ERROR_SIZE];
} state;

long __real_syscall(long number, ...);

static void print_string(FILE *out, const char *text)
{
	putc('"', out);
	for (; *text; text++) {
		unsigned char c = *text;

		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < 0x20 || c >= 0x7f)
			fprintf(out, "\\u%04x", c);
		else
			putc(c, out);
	}
	putc('"', out);
}

/* The kernel's name of a map, which libbpf tells only after the load; null if the descriptor is no map's. */
static const char *name_of_map(int fd)
{
	static struct bpf_map_info info;
	__u32 size = sizeof(info);

	for (int i = 0; state.fakes && i < state.created_count; i++) {
		if (state.created_fd[i] == fd)
			return state.created[i].map_name;
	}
	memset(&info, 0, sizeof(info));
	return state.fakes || bpf_map_get_info_by_fd(fd, &info, &size) ? NULL : info.name;
}

/* Name of the module whose types the descriptor holds; "vmlinux" for 0. */
static const char *name_of_types(int fd)
{
	static char name[64];
	struct bpf_btf_info info = { .name = (__u64)(unsigned long)name, .name_len = sizeof(name) };
	__u32 size = sizeof(info);

	if (fd == 0)
		return "vmlinux";
	name[0] = 0;
	return bpf_btf_get_info_by_fd(fd, &info, &size) ? "?" : name;
}

static void refer(FILE *out, bool *first, unsigned int index, const char *kind, const char *name)
{
	fprintf(out, "%s{\"index\":%u,\"kind\":\"%s\",\"name\":", *first ? "" : ",", index, kind);
	print_string(out, name);
	putc('}', out);
	*first = false;
}

/* Copies the instructions with descriptors zeroed, and names what they stood for. */
static void capture(const union bpf_attr *attr)
{
	const int *fds = (const int *)(unsigned long)attr->fd_array;
	size_t size, bytes = attr->insn_cnt * sizeof(struct bpf_insn);
	struct bpf_insn *insns = malloc(bytes);
	bool first = true;
	FILE *out = open_memstream(&state.references, &size);

	memcpy(insns, (void *)(unsigned long)attr->insns, bytes);
	for (unsigned int i = 0; i < attr->insn_cnt; i++) {
		struct bpf_insn *insn = &insns[i];

		if (insn->code == (BPF_LD | BPF_IMM | BPF_DW)) {
			bool is_map = insn->src_reg == BPF_PSEUDO_MAP_FD || insn->src_reg == BPF_PSEUDO_MAP_VALUE;
			const char *name = is_map ? name_of_map(insn->imm) : NULL;

			if (name) {
				refer(out, &first, i, "map", name);
				insn->imm = 0;
			} else if (insn->src_reg == BPF_PSEUDO_BTF_ID) {
				refer(out, &first, i, "variable", name_of_types(insn[1].imm));
				insn[1].imm = 0;
			}
			i++;
		} else if (insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg == BPF_PSEUDO_KFUNC_CALL) {
			refer(out, &first, i, "function", name_of_types(insn->off ? fds[insn->off] : 0));
			insn->off = 0;
		}
	}
	fclose(out);
	state.instructions = insns;
	state.attr = *attr;
}

static void record_map(const union bpf_attr *attr, int result)
{
	int i;

	for (i = 0; i < state.created_count; i++) {
		const union bpf_attr *known = &state.created[i];

		/* The model of inner maps has a name of its own, which may be the outer one's when it is cut. */
		if (!strncmp(known->map_name, attr->map_name, BPF_OBJ_NAME_LEN) && known->map_type == attr->map_type &&
		    known->key_size == attr->key_size && known->value_size == attr->value_size)
			break;
	}
	if (i == MAX_CREATED)
		return;
	if (i == state.created_count) {
		state.created_count++;
		state.inner_of[i] = -1;
	}
	state.created[i] = *attr;
	state.created_error[i] = result < 0 ? errno : 0;
	state.created_fd[i] = result;
	/* libbpf creates the model right before the map that takes it. */
	if (attr->inner_map_fd && state.last_created != i)
		state.inner_of[i] = state.last_created;
	state.last_created = i;
}

static long answer(enum bpf_cmd command)
{
	switch (command) {
	case BPF_MAP_CREATE:
	case BPF_PROG_LOAD:
	case BPF_BTF_LOAD:
		return open("/dev/null", O_RDONLY | O_CLOEXEC);
	case BPF_OBJ_GET:
		errno = ENOENT;
		return -1;
	case BPF_BTF_GET_NEXT_ID:
		errno = ENOENT;
		return -1;
	default:
		return 0;
	}
}

long __wrap_syscall(long number, ...)
{
	long a[6];
	va_list list;

	va_start(list, number);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(list, long);
	va_end(list);
	if (number != __NR_bpf)
		return __real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);

	enum bpf_cmd command = (enum bpf_cmd)a[0];
	union bpf_attr attr = {}; /* as it was, since the kernel writes to it too */
	memcpy(&attr, (void *)a[1], (size_t)a[2] < sizeof(attr) ? (size_t)a[2] : sizeof(attr));
	bool ours = command == BPF_PROG_LOAD && state.program && attr.insns &&
		attr.insns == (__u64)(unsigned long)bpf_program__insns(state.program);
	long result = state.fakes ? answer(command) : __real_syscall(number, a[0], a[1], a[2], 0, 0, 0);
	int error = errno;

	if (ours && !state.reached) {
		state.reached = true;
		state.error = result < 0 ? error : 0;
		capture(&attr);
	} else if (ours && result >= 0) {
		state.error = 0; /* a later attempt, after EAGAIN or without debug information, went through */
	}
	if (command == BPF_MAP_CREATE && state.object && strncmp(attr.map_name, "libbpf_", 7))
		record_map(&attr, result);
	errno = error;
	return result;
}

static int complain(enum libbpf_print_level level, const char *format, va_list list)
{
	if (level != LIBBPF_WARN)
		return 0;
	if (!state.complaint[0] && !strstr(format, "Error in bpf_create_map_xattr"))
		vsnprintf(state.complaint, sizeof(state.complaint), format, list);
	return 0;
}

static void print_maps(void)
{
	for (int i = 0; i < state.created_count; i++) {
		const union bpf_attr *attr = &state.created[i];
		char name[BPF_OBJ_NAME_LEN + 1] = {};

		memcpy(name, attr->map_name, BPF_OBJ_NAME_LEN);
		printf("{\"map\":");
		print_string(stdout, name);
		printf(",\"type\":%u,\"key\":%u,\"value\":%u,\"entries\":%u,\"flags\":%u,\"extra\":%llu,\"error\":%d,\"typed\":%s,\"inner\":%d}\n",
			attr->map_type, attr->key_size, attr->value_size, attr->max_entries, attr->map_flags, (unsigned long long)attr->map_extra,
			state.created_error[i], attr->btf_value_type_id || attr->btf_vmlinux_value_type_id ? "true" : "false", state.inner_of[i]);
	}
}

static void print_program(const struct bpf_program *program, int loading, const char *log)
{
	const union bpf_attr *attr = &state.attr;
	const char *tail = log + strlen(log);
	int error = state.reached ? state.error : -loading;

	for (int lines = 0; tail > log && lines < 6; tail--) {
		if (tail[-1] == '\n' && *tail && ++lines == 6)
			break;
	}
	printf("{\"program\":");
	print_string(stdout, bpf_program__name(program));
	printf(",\"section\":");
	print_string(stdout, bpf_program__section_name(program));
	printf(",\"type\":%u,\"attach\":%u,\"flags\":%u", bpf_program__type(program), bpf_program__expected_attach_type(program),
		bpf_program__flags(program));
	if (state.reached) {
		printf(",\"sent\":{\"type\":%u,\"attach\":%u,\"flags\":%u,\"target\":%u,\"targetIn\":", attr->prog_type,
			attr->expected_attach_type, attr->prog_flags, attr->attach_btf_id);
		print_string(stdout, attr->attach_prog_fd ? name_of_types(attr->attach_prog_fd) : "vmlinux");
		printf(",\"functions\":%u,\"lines\":%u}", attr->func_info_cnt, attr->line_info_cnt);
	}
	printf(",\"verdict\":\"%s\",\"by\":\"%s\",\"errno\":%d", (state.reached ? error : loading) ? "rejected" : "accepted", state.reached ? "kernel" : "libbpf",
		error);
	printf(",\"complaint\":");
	print_string(stdout, state.complaint);
	printf(",\"log\":");
	print_string(stdout, tail);
	printf(",\"instructions\":\"");
	for (size_t i = 0; state.instructions && i < attr->insn_cnt * sizeof(struct bpf_insn); i++)
		printf("%02x", ((unsigned char *)state.instructions)[i]);
	printf("\",\"references\":[%s]}\n", state.references ? state.references : "");
	fflush(stdout);
}

static void forget_program(void)
{
	free(state.instructions);
	free(state.references);
	state.instructions = NULL;
	state.references = NULL;
	state.reached = false;
	state.complaint[0] = 0;
	state.error = 0;
	state.program = NULL;
	state.object = NULL;
}

static struct bpf_object *open_object(const char *file, const char *types)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .btf_custom_path = types);

	return bpf_object__open_file(file, &options);
}

/* Loads one program of a fresh object: number `index`, in libbpf's order. */
static bool load_one(const char *file, const char *types, int index, const char *only)
{
	static char log[LOG_SIZE];
	struct bpf_object *object = open_object(file, types);
	struct bpf_program *program, *wanted = NULL;
	struct bpf_map *map;
	int number = 0, result;

	if (!object)
		return false;
	bpf_object__for_each_program(program, object) {
		bool is_wanted = number++ == index;

		bpf_program__set_autoload(program, is_wanted);
		if (is_wanted)
			wanted = program;
	}
	if (wanted && (!only || !strcmp(only, bpf_program__name(wanted)))) {
		log[0] = 0;
		bpf_program__set_log_buf(wanted, log, sizeof(log));
		state.object = object;
		state.program = wanted;
		result = bpf_object__load(object);
		print_program(wanted, result, log);
		bpf_object__for_each_map(map, object)
			bpf_map__unpin(map, NULL);
	}
	forget_program();
	bpf_object__close(object);
	return wanted != NULL;
}

static int load_whole(const char *file, const char *types)
{
	struct bpf_object *object = open_object(file, types);
	int result;

	if (!object)
		return errno;
	state.object = object;
	result = bpf_object__load(object);
	printf("{\"object\":\"%s\",\"errno\":%d,\"complaint\":", result ? "rejected" : "accepted", -result);
	print_string(stdout, state.complaint);
	printf("}\n");
	state.object = NULL;
	bpf_object__close(object);
	return 0;
}

/* Pins go to a file system of our own, which the kernel drops with this process. */
static void hide_pins(void)
{
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return;
	mkdir("/sys/fs/bpf", 0700);
	mount("bpf", "/sys/fs/bpf", "bpf", 0, NULL);
}

int main(int count, char **words)
{
	const char *types = NULL, *file = NULL, *only = NULL;
	bool whole = false;

	for (int i = 1; i < count; i++) {
		if (!strcmp(words[i], "--btf") && i + 1 < count)
			types = words[++i];
		else if (!strcmp(words[i], "--program") && i + 1 < count)
			only = words[++i];
		else if (!strcmp(words[i], "--no-load"))
			state.fakes = true;
		else if (!strcmp(words[i], "--whole"))
			whole = true;
		else
			file = words[i];
	}
	if (!file) {
		fprintf(stderr, "usage: oracle [--btf FILE] [--no-load] [--whole] [--program NAME] FILE.o\n");
		return 2;
	}
	libbpf_set_print(complain);
	setvbuf(stdout, NULL, _IOFBF, 1 << 16);
	hide_pins();

	struct bpf_object *object = open_object(file, types);
	if (!object) {
		printf("{\"object\":\"unreadable\",\"errno\":%d,\"complaint\":", errno);
		print_string(stdout, state.complaint);
		printf("}\n");
		return 0;
	}
	bpf_object__close(object);
	state.complaint[0] = 0;
	if (whole)
		return load_whole(file, types);
	for (int i = 0; load_one(file, types, i, only); i++)
		;
	print_maps();
	return 0;
}
