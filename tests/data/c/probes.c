// A library with statically defined tracepoints whose arguments are where the notes say to the last register, and with two versions
// of a function. Written in assembly, because a compiler would choose the registers.
#include <stdint.h>

// Counters of listeners, which the kernel changes while a probe is attached.
__attribute__((section(".probes"))) uint16_t places_semaphore;

int listeners(void) { return *(volatile uint16_t *)&places_semaphore; }

#define NOTE(place, semaphore, name, arguments)                                                                                   \
    ".pushsection .note.stapsdt,\"\",\"note\"\n"                                                                                  \
    ".balign 4\n"                                                                                                                 \
    ".4byte 8, 2f-1f, 3\n"                                                                                                        \
    ".asciz \"stapsdt\"\n"                                                                                                        \
    "1: .8byte " place ", _.stapsdt.base, " semaphore "\n"                                                                        \
    ".asciz \"waggle\"\n.asciz \"" name "\"\n.asciz \"" arguments "\"\n"                                                          \
    "2: .balign 4\n"                                                                                                              \
    ".popsection\n"

__asm__(".pushsection .stapsdt.base,\"a\",\"progbits\"\n"
        "_.stapsdt.base: .space 1\n"
        ".popsection\n");

#ifdef __x86_64__
// fire_arguments(rdi: uint64_t, esi: int, rdx: uint64_t *, cx: uint16_t)
__asm__(".globl fire_arguments\n.type fire_arguments,@function\n"
        "fire_arguments:\n"
        "movw $-9, -24(%rsp)\n"
        "fire_arguments_place: nop\n"
        "ret\n"
        ".size fire_arguments, .-fire_arguments\n"
        NOTE("fire_arguments_place", "0", "arguments", "8@%rdi -4@%esi 8@8(%rdx) 2@%cx 4@$5 -1@$-3 -2@-24(%rsp) 8@(%rdx)"));

// fire_places(rdi: uint64_t): the same probe in two places, with its argument in two registers.
__asm__(".globl fire_places\n.type fire_places,@function\n"
        "fire_places:\n"
        "fire_places_one: nop\n"
        "lea (%rdi,%rdi,2), %rax\n"
        "fire_places_two: nop\n"
        "ret\n"
        ".size fire_places, .-fire_places\n"
        NOTE("fire_places_one", "places_semaphore", "places", "8@%rdi")
        NOTE("fire_places_two", "places_semaphore", "places", "8@%rax")
        NOTE("fire_places_two", "0", "strange", "8f@%xmm0"));
#endif

__attribute__((noinline)) int answer_of_old(int value) { return value + 1; }
__attribute__((noinline)) int answer_of_new(int value) { return value + 2; }
__asm__(".symver answer_of_old, answer@WAGGLE_1\n.symver answer_of_new, answer@@WAGGLE_2\n");
