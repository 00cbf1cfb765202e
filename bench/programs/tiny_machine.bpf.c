// An interpreter of a small stack machine, whose program is in constants.
#include "bench.h"

enum { PUSH, ADD, MUL, XOR, DUP, SWAP, SHIFT, NEXT };

const volatile u8 program[32] = {
	PUSH, 7, DUP, MUL, PUSH, 3, ADD, SWAP, XOR, DUP, SHIFT, PUSH, 11, MUL, ADD, SWAP,
	DUP, XOR, PUSH, 99, ADD, SHIFT, SWAP, MUL, DUP, ADD, PUSH, 1, XOR, SWAP, ADD, NEXT,
};

SEC("xdp") int tiny_machine(struct xdp_md *ctx)
{
	u32 stack[16] = {}, top = seed, under = seed >> 32, pc = 0, depth = 0;

	for (int i = 0; i < 180; i++) {
		u8 op = program[pc++ & 31];

		switch (op) {
		case PUSH:
			stack[depth++ & 15] = under;
			under = top;
			top = program[pc++ & 31];
			break;
		case ADD:
			top += under;
			under = stack[--depth & 15];
			break;
		case MUL:
			top *= under | 1;
			under = stack[--depth & 15];
			break;
		case XOR:
			top ^= under;
			break;
		case DUP:
			stack[depth++ & 15] = under;
			under = top;
			break;
		case SWAP: {
			u32 t = top;

			top = under;
			under = t;
			break;
		}
		case SHIFT:
			top = rotl32(top, 5);
			break;
		default:
			pc = 0;
			break;
		}
	}
	return top ^ under ^ stack[3] ^ stack[9];
}
